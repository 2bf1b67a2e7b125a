/** A sheet of equal labels, in millimetres. All of these lie in the middle of their paper. */
export type LabelFormat = {
  paper: 'A4' | 'Letter';
  columns: number;
  rows: number;
  width: number;
  height: number;
  gapX: number;
  gapY: number;
};

/** In millimetres: ISO 216, ANSI/ASME Y14.1. */
export const PAPER = {
  A4: { width: 210, height: 297 },
  Letter: { width: 215.9, height: 279.4 },
} as const;

/** A4 sheets are cut in inches too: their columns are a tenth apart. */
const INCH = 25.4;

const grid =
  (paper: LabelFormat['paper']) =>
  (columns: number, rows: number, width: number, height: number, gapX: number, gapY = 0) => ({
    paper,
    columns,
    rows,
    width: width * INCH,
    height: height * INCH,
    gapX: gapX * INCH,
    gapY: gapY * INCH,
  });

const a4 = grid('A4');
const letter = grid('Letter');

/**
 * Avery formats by their numbers: columns, rows, width, height, gaps, in inches.
 *
 * Sources: LibreOffice `extras/source/labels/labels.xml` (Avery A4, Avery Letter Size) and gLabels
 * `templates/avery-{iso,us}-templates.xml`. L4731 and L4736 are cut as L6008 and L6009 are. L7159 is
 * 63.5 mm wide as it is sold, not the 64.0 mm of LibreOffice. 22806 is in neither; its two inches
 * square, 5/8 inch from the edges, are those of public templates of its twin 22816.
 */
export const LABEL_FORMATS = {
  L4731: a4(7, 27, 1, 10 / INCH, 0.1),
  L4736: a4(4, 12, 1.8, 5 / 6, 0.1),
  L6008: a4(7, 27, 1, 10 / INCH, 0.1),
  L6009: a4(4, 12, 1.8, 5 / 6, 0.1),
  L6011: a4(3, 9, 2.5, 7 / 6, 0.1),
  L6012: a4(2, 5, 96 / INCH, 2, 0.1),
  L7159: a4(3, 8, 2.5, 4 / 3, 0.1),
  L7160: a4(3, 7, 2.5, 1.5, 0.1),
  L7161: a4(3, 6, 2.5, 11 / 6, 0.1),
  L7162: a4(2, 8, 3.9, 4 / 3, 0.1),
  L7163: a4(2, 7, 3.9, 1.5, 0.1),
  L7164: a4(3, 4, 2.5, 17 / 6, 0.1),
  L7165: a4(2, 4, 3.9, 8 / 3, 0.1),
  L7651: a4(5, 13, 1.5, 5 / 6, 0.1),
  '5160': letter(3, 10, 2.625, 1, 0.125),
  '5161': letter(2, 10, 4, 1, 0.1875),
  '5162': letter(2, 7, 4, 4 / 3, 0.1875),
  '5163': letter(2, 5, 4, 2, 0.1875),
  '5164': letter(2, 3, 4, 10 / 3, 0.1875),
  '5167': letter(4, 20, 1.75, 0.5, 0.3125),
  '22806': letter(3, 4, 2, 2, 0.625, 7 / 12),
} satisfies Readonly<Record<string, LabelFormat>>;

export type LabelFormatName = keyof typeof LABEL_FORMATS;

export function isLabelFormat(name: string): name is LabelFormatName {
  return Object.hasOwn(LABEL_FORMATS, name);
}
