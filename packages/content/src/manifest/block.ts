import { sha256 } from '@luna/tlog';
import { CID } from 'multiformats/cid';
import { create } from 'multiformats/hashes/digest';

import { ManifestError } from './manifest-error.ts';

/** How the bytes of a block that we write are to be read. */
export type BlockCodec = 'raw' | 'dag-cbor';

/** Gets a block by its CID, or throws. What it returns is hashed again by whoever decides on it. */
export type BlockReader = (cid: string) => Promise<Uint8Array>;

/** 1 MiB, the largest block that every IPFS node and gateway passes on. */
export const BLOCK_LIMIT = 1_048_576;

/** Codes of the multicodec table. */
const CODES = { raw: 0x55, 'dag-pb': 0x70, 'dag-cbor': 0x71 } as const;
const SHA2_256 = 0x12;
const DIGEST_LENGTH = 32;

/** CIDv1 with sha2-256 of a block, in base32. */
export function cidOf(bytes: Uint8Array, codec: BlockCodec): string {
  return cidFromHash(sha256(bytes), codec);
}

/** CIDv1 with a known SHA-256 (32 bytes), in base32. */
export function cidFromHash(hash: Uint8Array, codec: BlockCodec): string {
  if (hash.length !== DIGEST_LENGTH) {
    throw new ManifestError('CID_INVALID', 'A SHA-256 digest must be 32 bytes.');
  }
  return CID.createV1(CODES[codec], create(SHA2_256, hash)).toString();
}

/**
 * The CID in a text, which must be a CIDv1 in lower-case base32 with sha2-256 and the codec raw,
 * dag-pb or dag-cbor: every block has one name, so names can be compared as texts.
 * @throws ManifestError CID_INVALID
 */
export function parseCid(text: string): CID {
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch {
    throw new ManifestError('CID_INVALID', 'Not a CID.');
  }
  assertOurs(cid);
  if (cid.toString() !== text) throw new ManifestError('CID_INVALID', 'A CID must be in base32.');
  return cid;
}

/** @throws ManifestError CID_INVALID unless CIDv1, sha2-256, and raw, dag-pb or dag-cbor */
export function assertOurs(cid: CID): void {
  const known = Object.values<number>(CODES).includes(cid.code);
  const { code, digest } = cid.multihash;
  if (cid.version !== 1 || !known || code !== SHA2_256 || digest.length !== DIGEST_LENGTH) {
    throw new ManifestError(
      'CID_INVALID',
      'A CID must be of version 1 with sha2-256, for a raw, dag-pb or dag-cbor block.',
    );
  }
}

/** Codec of a CID accepted by {@link parseCid}. */
export function codecOf(cid: CID): keyof typeof CODES {
  if (cid.code === CODES['dag-pb']) return 'dag-pb';
  return cid.code === CODES['dag-cbor'] ? 'dag-cbor' : 'raw';
}

/** Whether the bytes have the hash in their CID. */
export function isBlock(cid: CID, bytes: Uint8Array): boolean {
  const actual = sha256(bytes);
  return cid.multihash.digest.every((byte, i) => byte === actual[i]);
}

/**
 * The bytes behind a CID, hashed here whatever the reader promises.
 * @throws ManifestError CID_INVALID, BLOCK_MISMATCH, and what the reader throws
 */
export async function readBlock(read: BlockReader, cid: string): Promise<Uint8Array> {
  const parsed = parseCid(cid);
  const bytes = await read(cid);
  if (!isBlock(parsed, bytes)) {
    throw new ManifestError('BLOCK_MISMATCH', `The bytes served as ${cid} are other bytes.`);
  }
  return bytes;
}
