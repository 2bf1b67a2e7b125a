import bwipjs from 'bwip-js/node';
import { QUIET_ZONE, type QrLevel } from './qr-matrix.ts';

/** bwip-js draws a module two units wide; `scale` is how many pixels such a unit has. */
const UNITS = 2;

/** Scales that make sense: modules of 2 to 32 pixels. */
export const QR_SCALE = { min: 1, default: 4, max: 16 } as const;

/**
 * The QR code of a URL as an image: `scale` (a whole number) doubled is how many pixels a module
 * has, `margin` the light modules around. The same input gives the same bytes.
 */
export function qrPng(
  url: string,
  {
    scale = QR_SCALE.default,
    margin = QUIET_ZONE,
    level = 'M',
  }: { scale?: number; margin?: number; level?: QrLevel } = {},
): Promise<Buffer> {
  const options = {
    bcid: 'qrcode',
    text: url,
    eclevel: level,
    scale,
    padding: margin * UNITS,
    backgroundcolor: 'FFFFFF',
  };
  return bwipjs.toBuffer(options);
}
