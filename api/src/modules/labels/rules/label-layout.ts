import { fitLines, LEADING, type Line, type Measure } from './fit-text.ts';
import { points, type Box } from './sheet-layout.ts';

/** What stands on a label besides the QR code of `url`. */
export type Label = { code: string; url: string; lines: readonly string[] };

/** A line and where its baseline begins, in points on the sheet. */
export type PlacedLine = Line & { x: number; y: number };

/** Where everything on a label goes: the QR code with its quiet zone, and the lines. */
export type LabelLayout = { qr: { x: number; y: number; side: number }; lines: PlacedLine[] };

/** Printers and hands miss by a millimetre; tiny labels cannot spare as much. */
const INSET = { most: points(1.5), share: 0.05 };
const QR_SHARE = { width: 0.5, height: 0.62 };

/**
 * Lays a label out: the QR code on the left and text on its right, or, on labels about as wide as
 * high, the text below. Nothing leaves the box.
 */
export function layoutLabel(box: Box, label: Label, measure: Measure): LabelLayout {
  const inset = Math.min(INSET.most, INSET.share * box.height);
  const x = box.x + inset;
  const y = box.y + inset;
  const width = box.width - 2 * inset;
  const height = box.height - 2 * inset;
  if (width > 1.2 * height) {
    const side = Math.min(height, QR_SHARE.width * width);
    const area = { x: x + side, y, width: width - side, height };
    return {
      qr: { x, y: y + (height - side) / 2, side },
      lines: placeLines(fitLines(label, area, measure), area, () => 0),
    };
  }
  const side = Math.min(width, QR_SHARE.height * height);
  const area = { x, y: y + side, width, height: height - side };
  return {
    qr: { x: x + (width - side) / 2, y, side },
    lines: placeLines(
      fitLines(label, area, measure),
      area,
      ({ text, size }) => (width - size * measure(text)) / 2,
    ),
  };
}

/** Stacks lines in the middle of an area's height. A baseline lies one em below its line's top. */
function placeLines(
  lines: readonly Line[],
  area: Box,
  indent: (line: Line) => number,
): PlacedLine[] {
  const height = lines.reduce((sum, { size }) => sum + size * LEADING, 0);
  let top = area.y + (area.height - height) / 2;
  return lines.map((line) => {
    const placed = { ...line, x: area.x + indent(line), y: top + line.size };
    top += line.size * LEADING;
    return placed;
  });
}
