/**
 * What can be wrong with a manifest:
 * `CID_INVALID` not the one spelling of a CIDv1 with sha2-256 that this project uses;
 * `BLOCK_MISMATCH` bytes that do not have the hash in their CID;
 * `MANIFEST_INVALID` not a manifest of version 1 in its only encoding;
 * `MANIFEST_TOO_LARGE` a block above 1 MiB;
 * `MANIFEST_CHAIN_BROKEN` does not continue the manifest before it: origin, size or links.
 */
export type ManifestErrorCode =
  | 'CID_INVALID'
  | 'BLOCK_MISMATCH'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_TOO_LARGE'
  | 'MANIFEST_CHAIN_BROKEN';

/** Error of the pure half of this package, which runs in a page too. Never worth a retry. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  readonly code: ManifestErrorCode;
  readonly retryable = false;

  constructor(code: ManifestErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
