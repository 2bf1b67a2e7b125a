import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { LABEL_FORMATS, type LabelFormatName } from '../rules/label-formats.ts';
import type { Label } from '../rules/label-layout.ts';
import { labelBox, labelsPerSheet, sheetSize } from '../rules/sheet-layout.ts';
import { drawLabel, type Border } from './draw-label.ts';

export type LabelJob = {
  format: LabelFormatName;
  /** Position of the first label on the first sheet, from 1, row by row: sheets get used up. */
  start: number;
  /** Millimetres to the right and down. */
  offset: { x: number; y: number };
  border: Border;
  labels: readonly Label[];
};

/** A TrueType font with Latin, Greek, Cyrillic, Chinese and kana; the PDF gets the glyphs it uses. */
const FONT = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';

/**
 * Label sheets as a PDF that is all vectors, sheet by sheet: no more than one sheet is in memory, and
 * other work gets its turn after every label. `now` (Unix milliseconds) becomes the date of creation;
 * with it, the same job gives the same bytes.
 */
export async function* printLabels(job: LabelJob, now: number): AsyncGenerator<Uint8Array> {
  const format = LABEL_FORMATS[job.format];
  const perSheet = labelsPerSheet(format);
  const pdf = await openDocument(sheetSize(format), now);
  for (const [index, label] of job.labels.entries()) {
    const position = (job.start - 1 + index) % perSheet;
    if (index === 0 || position === 0) {
      pdf.addPage();
      yield* written(pdf);
    }
    drawLabel(pdf, labelBox(format, position, job.offset), label, job.border);
    await setImmediate();
  }
  pdf.end();
  yield* written(pdf);
}

async function openDocument(
  size: [width: number, height: number],
  now: number,
): Promise<PDFKit.PDFDocument> {
  // Loaded for the first sheet: it takes 30 MB, and most processes print none.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    size,
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    // Hardly a text comes twice.
    fontLayoutCache: false,
    info: { Title: 'Passport labels', Creator: 'Luna Passport', CreationDate: new Date(now) },
  });
  return pdf.font(createRequire(import.meta.url).resolve(FONT));
}

/** What the document has written since it was asked last. */
function* written(pdf: PDFKit.PDFDocument): Generator<Uint8Array> {
  const chunk: unknown = pdf.read();
  if (chunk instanceof Uint8Array) yield chunk;
}
