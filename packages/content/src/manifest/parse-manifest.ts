import { decode, encode } from '@ipld/dag-cbor';

import { BLOCK_LIMIT } from './block.ts';
import { LINKS_PER_BLOCK } from './encode-manifest.ts';
import { documentLinks, entryLinks, link, type LinkCodec, tileLinks } from './links.ts';
import { type Manifest, manifestCheckpoint } from './manifest.ts';
import { ManifestError } from './manifest-error.ts';

/** A list in the manifest's block: the links themselves, or the CIDs of the parts that hold them. */
export type LinkList<T> = { links: T[] } | { parts: string[] };

/** One manifest block before its parts are fetched. */
export type ManifestBlock = {
  [K in keyof Manifest]: Manifest[K] extends readonly (infer T)[] ? LinkList<T> : Manifest[K];
};

const FIELDS = [
  'version',
  'origin',
  'checkpoint',
  'map',
  'tiles',
  'entries',
  'documents',
  'previous',
];

/**
 * Reads the block of a manifest. There is one encoding: an unknown field or version, another order
 * of keys, a longer form of a number or a list split elsewhere is refused.
 * @throws ManifestError MANIFEST_INVALID, MANIFEST_TOO_LARGE, CID_INVALID
 */
export function parseManifest(bytes: Uint8Array): ManifestBlock {
  const fields = decodeFields(decodeBlock(bytes));
  const { version, origin, checkpoint, map, previous } = fields;
  if (version !== 1) throw refusal('this program reads version 1 only');
  if (map !== null) throw refusal('its map must be null in version 1');
  if (typeof origin !== 'string' || typeof checkpoint !== 'string') {
    throw refusal('origin and checkpoint must be texts');
  }
  manifestCheckpoint({ origin, checkpoint });
  return {
    origin,
    checkpoint,
    tiles: decodeList(fields.tiles, tileLinks),
    entries: decodeList(fields.entries, entryLinks),
    documents: decodeList(fields.documents, documentLinks),
    previous: previous === null ? null : link(previous),
  };
}

/**
 * Reads one part of a long list, which must be full unless it is the last.
 * @throws ManifestError MANIFEST_INVALID, MANIFEST_TOO_LARGE, CID_INVALID
 */
export function parsePart<T>(bytes: Uint8Array, codec: LinkCodec<T>, isLast: boolean): T[] {
  const value = decodeBlock(bytes);
  if (!Array.isArray(value) || value.length === 0 || value.length > LINKS_PER_BLOCK) {
    throw refusal(`a part must be a list of 1 to ${LINKS_PER_BLOCK} links`);
  }
  if (!isLast && value.length !== LINKS_PER_BLOCK) throw refusal('a part is not full');
  return value.map((item: unknown) => codec.decode(item));
}

function decodeList<T>(value: unknown, codec: LinkCodec<T>): LinkList<T> {
  if (Array.isArray(value)) {
    if (value.length > LINKS_PER_BLOCK) throw refusal('a long list must be split into parts');
    return { links: value.map((item: unknown) => codec.decode(item)) };
  }
  const parts = isRecord(value) && Object.keys(value).length === 1 ? value.parts : undefined;
  if (!Array.isArray(parts) || parts.length < 2) throw refusal('a list is neither links nor parts');
  return { parts: parts.map(link) };
}

function decodeFields(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) throw refusal('it is not a map');
  const unknown = Object.keys(value).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) throw refusal(`the field "${unknown}" is unknown`);
  const missing = FIELDS.find((key) => !(key in value));
  if (missing !== undefined) throw refusal(`the field "${missing}" is missing`);
  return value;
}

/** Decodes strictly, then demands that encoding gives the same bytes back: one value, one CID. */
function decodeBlock(bytes: Uint8Array): unknown {
  if (bytes.length > BLOCK_LIMIT) {
    throw new ManifestError('MANIFEST_TOO_LARGE', 'A manifest block must not exceed 1 MiB.');
  }
  let value: unknown;
  let again: Uint8Array;
  try {
    value = decode<unknown>(bytes);
    again = encode(value);
  } catch {
    throw refusal('it is not DAG-CBOR');
  }
  const same = again.length === bytes.length && again.every((byte, i) => byte === bytes[i]);
  if (!same) throw refusal('it is not in the canonical encoding of DAG-CBOR');
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(reason: string): ManifestError {
  return new ManifestError('MANIFEST_INVALID', `The manifest is not acceptable: ${reason}.`);
}
