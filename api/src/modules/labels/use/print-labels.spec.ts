import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { LABEL_FORMATS, type LabelFormatName } from '../rules/label-formats.ts';
import { labelBox, labelsPerSheet } from '../rules/sheet-layout.ts';
import { readPdf } from '../testing/read-pdf.ts';
import { readDrawn } from '../testing/read-qr.ts';
import { printLabels, type LabelJob } from './print-labels.ts';

const NOW = Date.parse('2026-06-16T08:00:00.000Z');

function label(index: number, lines: readonly string[] = ['S/N 7', 'Filler 3', 'Medtec']) {
  const code = `DP-MED-2601-PF-CN-${String(index).padStart(6, '0')}-0A`;
  return { code, url: `https://luna.example/p/${code}`, lines };
}

const labels = (count: number) => Array.from({ length: count }, (_, index) => label(index + 1));

function print(job: Partial<LabelJob>, now = NOW): Promise<Buffer> {
  const plain: LabelJob = {
    format: 'L7160',
    start: 1,
    offset: { x: 0, y: 0 },
    border: 'none',
    labels: labels(1),
  };
  return buffer(printLabels({ ...plain, ...job }, now));
}

describe('printLabels', () => {
  const formats = Object.keys(LABEL_FORMATS) as LabelFormatName[];
  it.each(formats)('%s: codes that can be read, each inside its label', async (name) => {
    const format = LABEL_FORMATS[name];
    const first = labelsPerSheet(format);
    const [sheet, next] = readPdf(await print({ format: name, start: first, labels: labels(2) }));
    for (const [page, position, index] of [
      [sheet, first - 1, 1],
      [next, 0, 2],
    ] as const) {
      const box = labelBox(format, position, { x: 0, y: 0 });
      expect(page?.fills.map(readDrawn)).toEqual([label(index).url]);
      for (const { x, y, width, height } of page?.fills.flat() ?? []) {
        expect(x).toBeGreaterThan(box.x);
        expect(y).toBeGreaterThan(box.y);
        expect(x + width).toBeLessThan(box.x + box.width);
        expect(y + height).toBeLessThan(box.y + box.height);
      }
      for (const { x, y, size } of page?.texts ?? []) {
        expect(x).toBeGreaterThan(box.x);
        expect(x).toBeLessThan(box.x + box.width);
        expect(y - size).toBeGreaterThan(box.y - 0.01);
        expect(y + size / 4).toBeLessThan(box.y + box.height + 0.01);
      }
      expect(page?.texts.map(({ text }) => text).join('')).toContain(label(index).code);
    }
  });

  it('begins at the position asked for and goes on over as many sheets as it takes', async () => {
    const pages = readPdf(await print({ start: 20, labels: labels(25) }));
    expect(pages.map(({ fills }) => fills.length)).toEqual([2, 21, 2]);
    const corners = pages.map(({ fills }) => {
      const dark = fills[0] ?? [];
      return [Math.min(...dark.map(({ x }) => x)), Math.min(...dark.map(({ y }) => y))];
    });
    const boxes = [19, 0, 0].map((at) => labelBox(LABEL_FORMATS.L7160, at, { x: 0, y: 0 }));
    for (const [index, [x = 0, y = 0]] of corners.entries()) {
      const box = boxes[index];
      expect([x - (box?.x ?? 0), y - (box?.y ?? 0)].every((gap) => gap > 0 && gap < 40)).toBe(true);
    }
    const said = pages.flatMap(({ fills }) => fills.map(readDrawn));
    expect(said).toEqual(labels(25).map(({ url }) => url));
  });

  it('moves everything by the offset', async () => {
    const [plain] = readPdf(await print({ border: 'outline' }));
    const [moved] = readPdf(await print({ border: 'outline', offset: { x: 2, y: -1 } }));
    const [x, y] = [(2 / 25.4) * 72, (-1 / 25.4) * 72];
    for (const kind of ['texts', 'outlines'] as const) {
      expect(moved?.[kind].length).toBe(plain?.[kind].length);
      for (const [index, thing] of (moved?.[kind] ?? []).entries()) {
        expect(thing.x - (plain?.[kind][index]?.x ?? 0)).toBeCloseTo(x, 3);
        expect(thing.y - (plain?.[kind][index]?.y ?? 0)).toBeCloseTo(y, 3);
      }
    }
    expect((moved?.fills[0]?.[0]?.x ?? 0) - (plain?.fills[0]?.[0]?.x ?? 0)).toBeCloseTo(x, 3);
  });

  it('draws outlines or cutting marks where asked to', async () => {
    const [none] = readPdf(await print({}));
    const [outline] = readPdf(await print({ border: 'outline' }));
    const [marks] = readPdf(await print({ border: 'marks' }));
    expect([none, outline, marks].map((page) => [page?.outlines.length, page?.strokes])).toEqual([
      [0, 0],
      [1, 0],
      [0, 8],
    ]);
    const { x, y, width, height } = labelBox(LABEL_FORMATS.L7160, 0, { x: 0, y: 0 });
    const [drawn] = outline?.outlines ?? [];
    for (const [is, should] of [
      [drawn?.x, x],
      [drawn?.y, y],
      [drawn?.width, width],
      [drawn?.height, height],
    ]) {
      expect(is).toBeCloseTo(should ?? NaN, 3);
    }
  });

  it('writes Chinese, Cyrillic and Latin with one embedded font', async () => {
    const lines = ['上海微创医疗器械', 'Пресс-форма', 'Maß ½″ №'];
    const pdf = await print({ format: '5164', labels: [label(1, lines)] });
    const [page] = readPdf(pdf);
    expect(page?.texts.map(({ text }) => text).slice(-3)).toEqual(lines);
    const text = pdf.toString('latin1');
    expect(text).toContain('/FontFile2');
    expect(text.match(/\/BaseFont \/[A-Z]{6}\+NotoSansSC-Regular/g)).toHaveLength(2);
    // The glyphs that are used, not the ten megabytes of the font.
    expect(pdf.length).toBeLessThan(40_000);
  });

  it('ends texts that do not fit in an ellipsis', async () => {
    const long = '全自动灌装生产线'.repeat(20);
    const [page] = readPdf(await print({ labels: [label(1, [long])] }));
    const last = page?.texts.at(-1)?.text ?? '';
    expect(last).toMatch(/^(全自动灌装生产线)+.*…$/);
    expect(long.startsWith(last.slice(0, -1))).toBe(true);
  });

  it('is titled, has a language, and is the same again at the same time', async () => {
    const pdf = await print({ labels: labels(30) });
    expect(pdf.equals(await print({ labels: labels(30) }))).toBe(true);
    expect(pdf.equals(await print({ labels: labels(30) }, NOW + 1000))).toBe(false);
    const text = pdf.toString('latin1');
    expect(text).toContain('(Passport labels)');
    expect(text).toContain('/Lang (en)');
    expect(text).toContain('(D:20260616080000Z)');
  });

  it('hands sheets over as they are finished', async () => {
    const job: LabelJob = {
      format: '22806',
      start: 1,
      offset: { x: 0, y: 0 },
      border: 'none',
      labels: labels(36),
    };
    const sheets = printLabels(job, NOW);
    const before = [await sheets.next(), await sheets.next()];
    expect(before.every(({ done }) => done !== true)).toBe(true);
    // The head of the file, then the first sheet; two are still to come.
    const soFar = Buffer.concat(before.map(({ value }) => Buffer.from(value ?? [])));
    expect(soFar.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(1);
    await sheets.return(undefined);
  });
});
