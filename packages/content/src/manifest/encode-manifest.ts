import { encode } from '@ipld/dag-cbor';
import type { CID } from 'multiformats/cid';

import { BLOCK_LIMIT, cidOf, parseCid } from './block.ts';
import { documentLinks, entryLinks, type LinkCodec, tileLinks } from './links.ts';
import { type Manifest, manifestCheckpoint } from './manifest.ts';
import { ManifestError } from './manifest-error.ts';

/** Links in one block, at most: 4,096 document links are 354 kB, so three full lists fit in 1 MiB. */
export const LINKS_PER_BLOCK = 4_096;

export type EncodedBlock = { cid: string; bytes: Uint8Array };

/** The manifest's own block and the parts it links; all are dag-cbor and must be stored. */
export type EncodedManifest = EncodedBlock & { parts: EncodedBlock[] };

/**
 * The blocks of a manifest. The same manifest gives the same bytes, so a publisher that starts
 * over after a crash arrives at the same CID.
 * @throws ManifestError MANIFEST_INVALID for values the format cannot hold, MANIFEST_TOO_LARGE
 */
export function encodeManifest(manifest: Manifest): EncodedManifest {
  manifestCheckpoint(manifest);
  const parts: EncodedBlock[] = [];
  const bytes = encodeBlock({
    version: 1,
    origin: manifest.origin,
    checkpoint: manifest.checkpoint,
    map: null,
    tiles: encodeList(manifest.tiles, tileLinks, parts),
    entries: encodeList(manifest.entries, entryLinks, parts),
    documents: encodeList(manifest.documents, documentLinks, parts),
    previous: manifest.previous === null ? null : parseCid(manifest.previous),
  });
  return { cid: cidOf(bytes, 'dag-cbor'), bytes, parts };
}

/** A short list stands in the manifest, a long one in parts that are full except the last. */
function encodeList<T>(list: readonly T[], codec: LinkCodec<T>, parts: EncodedBlock[]): unknown {
  const tuples = list.map((item) => codec.encode(item));
  if (tuples.length <= LINKS_PER_BLOCK) return tuples;
  const links: CID[] = [];
  for (let start = 0; start < tuples.length; start += LINKS_PER_BLOCK) {
    const bytes = encodeBlock(tuples.slice(start, start + LINKS_PER_BLOCK));
    const cid = cidOf(bytes, 'dag-cbor');
    parts.push({ cid, bytes });
    links.push(parseCid(cid));
  }
  return { parts: links };
}

function encodeBlock(value: unknown): Uint8Array {
  const bytes = encode(value);
  if (bytes.length > BLOCK_LIMIT) {
    throw new ManifestError('MANIFEST_TOO_LARGE', 'A manifest block must not exceed 1 MiB.');
  }
  return bytes;
}
