import { LunaError } from '@luna/runtime';
import { mismatch } from './file-refusal.ts';

/** In pixels, as the header says; nothing is decoded. */
export type ImageSize = { width: number; height: number };

/** A decoder needs four bytes a pixel: 200 MB for this many, whatever the file weighs. */
const MOST_PIXELS = 50_000_000;

/** The size of a picture that somebody may decode; `FILE_IMAGE_TOO_LARGE` over 50 megapixels. */
export function imageSize(width: number, height: number): ImageSize {
  if (width === 0 || height === 0) throw mismatch('does not say how large the picture is');
  if (width * height > MOST_PIXELS) {
    throw new LunaError(
      'FILE_IMAGE_TOO_LARGE',
      `The picture has ${width} × ${height} pixels. Scale it to at most 50 megapixels.`,
      { details: { width, height } },
    );
  }
  return { width, height };
}
