import { sha256 } from '@luna/tlog';

import { cidFromHash, codecOf, parseCid } from './block.ts';
import { ManifestError } from './manifest-error.ts';

/** SHA-256 (32 bytes) of the manifest's block: what `PassportLog.anchor` puts on chain. */
export function manifestDigest(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}

/**
 * CID of the manifest block with this digest, as read from the chain.
 * @throws ManifestError CID_INVALID unless 32 bytes
 */
export function cidFromDigest(digest: Uint8Array): string {
  return cidFromHash(digest, 'dag-cbor');
}

/**
 * Inverse of {@link cidFromDigest}.
 * @throws ManifestError CID_INVALID unless the CID of a dag-cbor block
 */
export function digestFromCid(cid: string): Uint8Array {
  const parsed = parseCid(cid);
  if (codecOf(parsed) !== 'dag-cbor') {
    throw new ManifestError('CID_INVALID', 'A manifest is a dag-cbor block.');
  }
  return parsed.multihash.digest;
}
