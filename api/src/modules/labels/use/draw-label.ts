import { layoutLabel, type Label } from '../rules/label-layout.ts';
import { qrMatrix } from '../rules/qr-matrix.ts';
import { points, type Box } from '../rules/sheet-layout.ts';

/** What is drawn around a label: nothing, a hairline to see how a printer hits, or cutting marks. */
export const BORDERS = ['none', 'outline', 'marks'] as const;
export type Border = (typeof BORDERS)[number];

const HAIRLINE = 0.25;
const MARK = points(2);
/** From this side on, modules stay large enough to spend some on surviving scratches. */
const ROOMY = points(20);

/** Draws a label into its box. */
export function drawLabel(pdf: PDFKit.PDFDocument, box: Box, label: Label, border: Border): void {
  const measure = (text: string) => pdf.fontSize(1).widthOfString(text);
  const { qr, lines } = layoutLabel(box, label, measure);
  drawQr(pdf, label.url, qr);
  for (const { text, size, x, y } of lines) {
    pdf.fontSize(size).text(text, x, y, { lineBreak: false, baseline: 'alphabetic' });
  }
  if (border === 'outline') pdf.rect(box.x, box.y, box.width, box.height);
  if (border === 'marks') traceMarks(pdf, box);
  if (border !== 'none') pdf.lineWidth(HAIRLINE).stroke();
}

/** Touching modules are one rectangle, and all of them one path: no light seams between them. */
function drawQr(
  pdf: PDFKit.PDFDocument,
  url: string,
  { x, y, side }: { x: number; y: number; side: number },
): void {
  const { size, runs } = qrMatrix(url, side < ROOMY ? 'M' : 'Q');
  pdf
    .save()
    .translate(x, y)
    .scale(side / size);
  for (const run of runs) pdf.rect(run.x, run.y, run.length, 1);
  pdf.fill().restore();
}

/** At each corner a tick along both edges. */
function traceMarks(pdf: PDFKit.PDFDocument, { x, y, width, height }: Box): void {
  for (const [cornerX, inwards] of [
    [x, MARK],
    [x + width, -MARK],
  ] as const) {
    for (const [cornerY, down] of [
      [y, MARK],
      [y + height, -MARK],
    ] as const) {
      pdf
        .moveTo(cornerX + inwards, cornerY)
        .lineTo(cornerX, cornerY)
        .lineTo(cornerX, cornerY + down);
    }
  }
}
