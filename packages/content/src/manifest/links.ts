import { CID } from 'multiformats/cid';

import { assertOurs, parseCid } from './block.ts';
import type { DocumentLink, EntryLink, TileLink } from './manifest.ts';
import { ManifestError } from './manifest-error.ts';

/** A link as it stands in CBOR: a coordinate of two values, then the CID (tag 42). */
export type LinkTuple = readonly [number | Uint8Array, number, CID];

/** Between the objects we use and the tuples in the block. */
export type LinkCodec<T> = { encode(link: T): LinkTuple; decode(value: unknown): T };

export const tileLinks: LinkCodec<TileLink> = {
  encode: ({ level, index, cid }) => [count(level), count(index), parseCid(cid)],
  decode: (value) => {
    const [level, index, cid] = tuple(value);
    return { level: count(level), index: count(index), cid: link(cid) };
  },
};

export const entryLinks: LinkCodec<EntryLink> = {
  encode: ({ index, width, cid }) => [count(index), count(width), parseCid(cid)],
  decode: (value) => {
    const [index, width, cid] = tuple(value);
    return { index: count(index), width: count(width), cid: link(cid) };
  },
};

export const documentLinks: LinkCodec<DocumentLink> = {
  encode: ({ sha256, length, cid }) => [hashBytes(sha256), count(length), parseCid(cid)],
  decode: (value) => {
    const [hash, length, cid] = tuple(value);
    return { sha256: hashText(hash), length: count(length), cid: link(cid) };
  },
};

/** @throws ManifestError MANIFEST_INVALID unless `value` is an IPLD link to a block of our kind */
export function link(value: unknown): string {
  const cid = CID.asCID(value);
  if (cid === null) throw refusal('it has something else where a link belongs');
  assertOurs(cid);
  return cid.toString();
}

function tuple(value: unknown): readonly [unknown, unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 3) throw refusal('a link is not a triple');
  const parts: readonly unknown[] = value;
  return [parts[0], parts[1], parts[2]];
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw refusal('a coordinate is not a whole number up to 2^53 − 1');
  }
  return value;
}

function hashText(value: unknown): string {
  if (!(value instanceof Uint8Array) || value.length !== 32) {
    throw refusal('a document has no SHA-256 of 32 bytes');
  }
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function hashBytes(hex: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(hex)) {
    throw refusal('the SHA-256 of a document is not 64 lowercase hex digits');
  }
  return Uint8Array.from({ length: 32 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

function refusal(reason: string): ManifestError {
  return new ManifestError('MANIFEST_INVALID', `The manifest is not acceptable: ${reason}.`);
}
