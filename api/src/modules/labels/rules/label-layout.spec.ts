import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakCode, fitLines } from './fit-text.ts';
import { LABEL_FORMATS } from './label-formats.ts';
import { layoutLabel } from './label-layout.ts';
import { labelBox } from './sheet-layout.ts';

const CODE = 'DP-MED-2601-PF-CN-000001-0A';
/** Chinese characters are as wide as high, others half as wide. */
const measure = (text: string) =>
  Array.from(text).reduce((sum, character) => sum + (character > '\u2E80' ? 1 : 0.55), 0);

describe('breakCode', () => {
  it.each([
    [1, [CODE]],
    [2, ['DP-MED-2601-PF-', 'CN-000001-0A']],
    [3, ['DP-MED-', '2601-PF-CN-', '000001-0A']],
  ])('breaks a code into %s rows after hyphens', (count, rows) => {
    expect(breakCode(CODE, count)).toEqual(rows);
  });
});

describe('fitLines', () => {
  const fit = (lines: string[], width: number, height: number) =>
    fitLines({ code: CODE, lines }, { width, height }, measure);

  it('writes as large as it may where there is room', () => {
    expect(fit(['S/N 1', 'Filler 3'], 400, 200)).toEqual(
      [CODE, 'S/N 1', 'Filler 3'].map((text) => ({ text, size: 11 })),
    );
  });

  it('shrinks a long line, then ends it in an ellipsis', () => {
    const long = '全自动灌装生产线';
    const [, shrunk] = fit([long], 60, 200).slice(-2);
    expect(shrunk).toEqual({ text: long, size: 60 / 8 });
    const cut = fit([long.repeat(4)], 60, 200).at(-1);
    expect(cut).toEqual({ text: '全自动灌装生产线全自动灌…', size: 4.5 });
  });

  it('never cuts a character in two', () => {
    const family = '👩‍👩‍👧';
    const text = fit([family.repeat(40)], 60, 200).at(-1)?.text ?? '';
    expect(text.replaceAll(family, '')).toBe('…');
  });

  it('lets the last lines go first, and never the code', () => {
    const lines = ['first', 'second', 'third'];
    const texts = (height: number) => fit(lines, 40, height).map(({ text }) => text);
    expect(texts(100).slice(-3)).toEqual(lines);
    expect(texts(25)).not.toContain('third');
    expect(texts(25)).toContain('first');
    expect(texts(6).join('')).toBe(CODE);
  });
});

describe('layoutLabel', () => {
  it.each(Object.entries(LABEL_FORMATS))('keeps everything on a label of %s', (_, format) => {
    const box = labelBox(format, 0, { x: 0, y: 0 });
    const line = fc.oneof(
      fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }),
      fc.stringMatching(/^[一-龥]{1,200}$/u),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 3 }), (lines) => {
        const layout = layoutLabel(box, { code: CODE, url: '', lines }, measure);
        const { qr } = layout;
        expect(qr.side).toBeGreaterThan(0.4 * Math.min(box.width, box.height));
        const corners = [
          [qr.x, qr.y],
          [qr.x + qr.side, qr.y + qr.side],
          ...layout.lines.flatMap(({ text, size, x, y }) => [
            [x, y - size],
            [x + size * measure(text) - 1e-9, y + size / 4 - 1e-9],
          ]),
        ];
        for (const [x = 0, y = 0] of corners) {
          expect(x).toBeGreaterThanOrEqual(box.x);
          expect(x).toBeLessThanOrEqual(box.x + box.width);
          expect(y).toBeGreaterThanOrEqual(box.y);
          expect(y).toBeLessThanOrEqual(box.y + box.height);
        }
        for (const { x, y, size } of layout.lines) {
          const outside = x >= qr.x + qr.side - 1e-9 || y - size >= qr.y + qr.side - 1e-9;
          expect(outside).toBe(true);
        }
        expect(layout.lines.map(({ text }) => text).join('')).toContain(CODE);
      }),
    );
  });
});
