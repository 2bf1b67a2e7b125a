import { LunaError } from '@luna/runtime';
import type { CID } from 'multiformats/cid';

import { BLOCK_LIMIT, isBlock, parseCid } from './manifest/block.ts';
import { ManifestError } from './manifest/manifest-error.ts';

export function notFound(cid: string, cause?: unknown): LunaError {
  return new LunaError('CONTENT_NOT_FOUND', 'The content store has no block of this CID.', {
    retryable: true,
    details: { cid },
    cause,
  });
}

export function unavailable(what: string, cause?: unknown): LunaError {
  return new LunaError('CONTENT_UNAVAILABLE', `${what} Try again later.`, {
    retryable: true,
    cause,
  });
}

export function closed(): LunaError {
  return new LunaError('CONTENT_CLOSED', 'The content store is closed.');
}

/** @throws LunaError BLOCK_TOO_LARGE above 1 MiB */
export function assertBlockSize(bytes: Uint8Array): void {
  if (bytes.length <= BLOCK_LIMIT) return;
  throw new LunaError(
    'BLOCK_TOO_LARGE',
    'A block must not exceed 1 MiB. Split it, or add it as a file.',
    { details: { length: bytes.length, limit: BLOCK_LIMIT } },
  );
}

/** @throws LunaError CID_INVALID */
export function toCid(text: string): CID {
  try {
    return parseCid(text);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    throw new LunaError(error.code, error.message, { cause: error });
  }
}

/** @throws LunaError CONTENT_CORRUPT unless the bytes have the hash in the CID */
export function assertBlock(cid: CID, bytes: Uint8Array, where: string): void {
  if (isBlock(cid, bytes)) return;
  throw new LunaError(
    'CONTENT_CORRUPT',
    `${where} has other bytes than the hash says. Put the block again from another copy.`,
    { details: { cid: cid.toString(), length: bytes.length } },
  );
}
