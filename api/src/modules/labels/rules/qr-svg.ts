import { qrMatrix, type QrLevel } from './qr-matrix.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * The QR code of a URL as a vector image, one unit per module: no script, no style, and a title for
 * those who cannot see it. The same input gives the same bytes.
 */
export function qrSvg(
  url: string,
  { level = 'M', title = url }: { level?: QrLevel; title?: string } = {},
): string {
  const { size, runs } = qrMatrix(url, level);
  const name = title.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
  const path = runs.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" ` +
    `shape-rendering="crispEdges"><title>${name}</title>` +
    `<rect width="${size}" height="${size}" fill="#fff"/><path d="${path}"/></svg>\n`
  );
}
