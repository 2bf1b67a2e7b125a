import bwipjs from 'bwip-js/node';
import { z } from 'zod';

/** How much of a symbol may be lost: M 15 %, Q 25 %. */
export const QR_LEVELS = ['M', 'Q'] as const;
export type QrLevel = (typeof QR_LEVELS)[number];

/** Width of the light margin that readers need, in modules (ISO/IEC 18004, 5.3.8). */
export const QUIET_ZONE = 4;

/** Dark modules of one row that touch. */
export type Run = { x: number; y: number; length: number };

/** A symbol with its quiet zone: modules per side, and the dark ones, row by row. */
export type QrMatrix = { size: number; runs: readonly Run[] };

const symbol = z.tuple([z.object({ pixs: z.array(z.int()), pixx: z.int(), pixy: z.int() })]);

/** The QR code of a URL; takes some milliseconds, because all masks are tried. */
export function qrMatrix(url: string, level: QrLevel): QrMatrix {
  const options = { bcid: 'qrcode', text: url, eclevel: level };
  const [{ pixs, pixx, pixy }] = symbol.parse(bwipjs.raw(options));
  const runs: Run[] = [];
  for (let y = 0; y < pixy; y += 1) {
    let run: Run | undefined;
    for (let x = 0; x < pixx; x += 1) {
      if (pixs[y * pixx + x] !== 1) run = undefined;
      else if (run !== undefined) run.length += 1;
      else runs.push((run = { x: x + QUIET_ZONE, y: y + QUIET_ZONE, length: 1 }));
    }
  }
  return { size: pixx + 2 * QUIET_ZONE, runs };
}
