import { TlogError } from './error.ts';
import { isCount, parseDecimal } from './number.ts';
import { TILE_WIDTH, type TileCoordinate } from './tile.ts';

/** The first `width` (1 to 256) entries of bundle `index`: entries index·256 and following. */
export type BundleCoordinate = { index: number; width: number };

/** C2SP tlog-tiles numbers the levels of any log up to 63; ours uses 0 to 6. */
const MAX_LEVEL = 63;

/**
 * Path of a tile below the log's prefix: `tile/0/x001/x234/067`, or `….p/112` when partial
 * (C2SP tlog-tiles).
 * @throws TlogError PATH_INVALID when no such tile can exist
 */
export function tilePath({ level, index, width }: TileCoordinate): string {
  if (!isCount(level) || level > MAX_LEVEL) throw refusal();
  return `tile/${level}/${numberPath({ index, width })}`;
}

/**
 * Path of an entry bundle below the log's prefix: `tile/entries/x001/x234/067[.p/<W>]`.
 * @throws TlogError PATH_INVALID when no such bundle can exist
 */
export function entriesPath(bundle: BundleCoordinate): string {
  return `tile/entries/${numberPath(bundle)}`;
}

/**
 * Inverse of {@link tilePath}: exactly the paths it writes are accepted.
 * @throws TlogError PATH_INVALID
 */
export function parseTilePath(path: string): TileCoordinate {
  const match = /^tile\/([0-9]{1,2})\/(.*)$/.exec(path);
  const level = parseDecimal(match?.[1] ?? '');
  if (level === undefined) throw refusal();
  const tile = { level, ...parseNumberPath(match?.[2] ?? '') };
  if (tilePath(tile) !== path) throw refusal();
  return tile;
}

/**
 * Inverse of {@link entriesPath}: exactly the paths it writes are accepted.
 * @throws TlogError PATH_INVALID
 */
export function parseEntriesPath(path: string): BundleCoordinate {
  const bundle = parseNumberPath(/^tile\/entries\/(.*)$/.exec(path)?.[1] ?? '');
  if (entriesPath(bundle) !== path) throw refusal();
  return bundle;
}

function numberPath({ index, width }: BundleCoordinate): string {
  if (!isCount(index) || !isCount(width) || width < 1 || width > TILE_WIDTH) throw refusal();
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/[0-9]{3}/g) ?? [];
  const folders = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group));
  return `${folders.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Lenient about leading zeros: the caller compares with what it would have written itself. */
function parseNumberPath(text: string): BundleCoordinate {
  const match = /^((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(text);
  if (match?.[1] === undefined) throw refusal();
  const index = Number(match[1].replace(/[x/]/g, ''));
  return { index, width: match[2] === undefined ? TILE_WIDTH : Number(match[2]) };
}

function refusal(): TlogError {
  return new TlogError('PATH_INVALID', 'Not the path of a tile or entry bundle.');
}
