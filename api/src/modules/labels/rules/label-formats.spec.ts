import { describe, expect, it } from 'vitest';
import { isLabelFormat, LABEL_FORMATS } from './label-formats.ts';
import { labelBox, labelsPerSheet, points, sheetSize } from './sheet-layout.ts';

const CENTRED = { x: 0, y: 0 };

/**
 * As `extras/source/labels/labels.xml` of LibreOffice says it, in hundredths of a millimetre:
 * S;pitch x;pitch y;width;height;left;top;columns;rows;paper width;paper height.
 */
const LIBRE_OFFICE = [
  ['L6008', 'S;2794;1000;2540;1000;848;1343;7;27;21000;29700'],
  ['L6009', 'S;4826;2117;4572;2117;975;2141;4;12;21000;29700'],
  ['L6011', 'S;6604;2963;6350;2963;721;1510;3;9;21000;29700'],
  ['L6012', 'S;9854;5080;9600;5080;773;2143;2;5;21000;29700'],
  ['L7160', 'S;6604;3810;6350;3810;720;1515;3;7;21000;29700'],
  ['L7161', 'S;6604;4656;6350;4656;721;882;3;6;21000;29700'],
  ['L7162', 'S;10160;3387;9906;3387;467;1302;2;8;21000;29700'],
  ['L7163', 'S;10160;3810;9906;3810;467;1515;2;7;21000;29700'],
  ['L7164', 'S;6604;7197;6350;7197;721;457;3;4;21000;29700'],
  ['L7165', 'S;10160;6773;9906;6773;467;1304;2;4;21000;29700'],
  ['L7651', 'S;4064;2117;3810;2117;467;1090;5;13;21000;29700'],
  ['5160', 'S;6985;2540;6668;2540;478;1270;3;10;21590;27940'],
  ['5161', 'S;10636;2540;10160;2540;396;1270;2;10;21590;27940'],
  ['5162', 'S;10636;3387;10160;3387;396;2117;2;7;21590;27940'],
  ['5163', 'S;10636;5080;10160;5080;396;1270;2;5;21590;27940'],
  ['5164', 'S;10636;8467;10160;8467;396;1270;2;3;21590;27940'],
  ['5167', 'S;5240;1270;4445;1270;714;1270;4;20;21590;27940'],
] as const;

describe('LABEL_FORMATS', () => {
  it.each(LIBRE_OFFICE)(
    '%s is cut as LibreOffice says, to a tenth of a millimetre',
    (name, measure) => {
      const [, ...numbers] = measure.split(';');
      const [pitchX, pitchY, width, height, left, top, columns, rows, ...paper] =
        numbers.map(Number);
      const format = LABEL_FORMATS[name];
      expect([format.columns, format.rows]).toEqual([columns, rows]);
      const first = labelBox(format, 0, CENTRED);
      const second = labelBox(format, format.columns + 1, CENTRED);
      const ours = [
        ...[second.x - first.x, second.y - first.y, first.width, first.height, first.x, first.y],
        ...sheetSize(format),
      ];
      const theirs = [pitchX, pitchY, width, height, left, top, ...paper];
      for (const [index, length] of ours.entries()) {
        expect(Math.abs(length - points(Number(theirs[index]) / 100))).toBeLessThan(points(0.1));
      }
    },
  );

  it('has L7159 where LibreOffice has its middle columns and rows', () => {
    const { x, y, width, height } = labelBox(LABEL_FORMATS.L7159, 1, CENTRED);
    expect(x + width / 2).toBeCloseTo(points(105));
    expect(Math.abs(y - points(13.06))).toBeLessThan(points(0.1));
    expect(height).toBeCloseTo(points(33.87), 1);
  });

  it.each(Object.entries(LABEL_FORMATS))('%s fits its paper and overlaps nowhere', (_, format) => {
    const [paperWidth, paperHeight] = sheetSize(format);
    const boxes = Array.from({ length: labelsPerSheet(format) }, (_, position) =>
      labelBox(format, position, CENTRED),
    );
    for (const [index, { x, y, width, height }] of boxes.entries()) {
      expect(Math.min(x, y)).toBeGreaterThan(0);
      expect(x + width).toBeLessThan(paperWidth);
      expect(y + height).toBeLessThan(paperHeight);
      const overlapping = boxes
        .slice(index + 1)
        .filter(
          (other) => Math.abs(other.x - x) < width - 0.01 && Math.abs(other.y - y) < height - 0.01,
        );
      expect(overlapping).toEqual([]);
    }
  });
});

it('isLabelFormat knows the formats by their numbers', () => {
  expect([isLabelFormat('L7160'), isLabelFormat('5160')]).toEqual([true, true]);
  expect([isLabelFormat('toString'), isLabelFormat('l7160')]).toEqual([false, false]);
});

describe('labelBox', () => {
  it('goes on row by row', () => {
    const box = (position: number) => labelBox(LABEL_FORMATS.L7160, position, CENTRED);
    expect(box(2).y).toBe(box(0).y);
    expect(box(2).x).toBeCloseTo(box(0).x + points(2 * 66.04));
    expect(box(3).x).toBe(box(0).x);
    expect(box(3).y).toBeCloseTo(box(0).y + points(38.1));
  });

  it('moves by the offset, in millimetres to the right and down', () => {
    const plain = labelBox(LABEL_FORMATS['5163'], 3, CENTRED);
    const moved = labelBox(LABEL_FORMATS['5163'], 3, { x: 1.5, y: -2 });
    expect(moved.x - plain.x).toBeCloseTo((1.5 / 25.4) * 72);
    expect(moved.y - plain.y).toBeCloseTo((-2 / 25.4) * 72);
    expect([moved.width, moved.height]).toEqual([plain.width, plain.height]);
  });
});
