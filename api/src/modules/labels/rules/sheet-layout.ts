import { PAPER, type LabelFormat } from './label-formats.ts';

/** A rectangle in points, from the upper left corner of the sheet, y downwards. */
export type Box = { x: number; y: number; width: number; height: number };

const POINTS_PER_MM = 72 / 25.4;
export const points = (millimetres: number): number => millimetres * POINTS_PER_MM;

/** Width and height of the paper in points. */
export function sheetSize({ paper }: LabelFormat): [width: number, height: number] {
  return [points(PAPER[paper].width), points(PAPER[paper].height)];
}

export function labelsPerSheet({ columns, rows }: LabelFormat): number {
  return columns * rows;
}

/**
 * Where the label at a position (from 0, row by row) lies on its sheet. The offset, in millimetres
 * to the right and down, makes good for a printer that prints beside the mark.
 */
export function labelBox(
  format: LabelFormat,
  position: number,
  offset: { x: number; y: number },
): Box {
  const { columns, rows, width, height, gapX, gapY } = format;
  const paper = PAPER[format.paper];
  const left = (paper.width - columns * width - (columns - 1) * gapX) / 2;
  const top = (paper.height - rows * height - (rows - 1) * gapY) / 2;
  return {
    x: points(left + (position % columns) * (width + gapX) + offset.x),
    y: points(top + Math.floor(position / columns) * (height + gapY) + offset.y),
    width: points(width),
    height: points(height),
  };
}
