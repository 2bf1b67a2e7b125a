import { coverage } from './coverage.ts';
import { type Manifest, manifestCheckpoint } from './manifest.ts';
import { ManifestError } from './manifest-error.ts';

/**
 * A manifest must be of the same log as the one before it, add entries, and link exactly what
 * {@link coverage} says was added; its documents ascend by SHA-256. Whether the new root extends
 * the old one is not asked here: that needs the tiles.
 * @throws ManifestError MANIFEST_CHAIN_BROKEN, MANIFEST_INVALID
 */
export function assertContinues(manifest: Manifest, previous: Manifest | null): void {
  const { size } = manifestCheckpoint(manifest);
  if (previous !== null && previous.origin !== manifest.origin) {
    throw broken(size, 'the manifest before it is of another log');
  }
  const expected = coverage(previous === null ? 0 : manifestCheckpoint(previous).size, size);
  const tiles = expected.tiles.map(({ level, index }) => `${level}/${index}`);
  if (
    !same(
      tiles,
      manifest.tiles.map(({ level, index }) => `${level}/${index}`),
    )
  ) {
    throw broken(size, 'it does not link exactly the tiles that became full');
  }
  const bundles = expected.entries.map(({ index, width }) => `${index}/${width}`);
  if (
    !same(
      bundles,
      manifest.entries.map(({ index, width }) => `${index}/${width}`),
    )
  ) {
    throw broken(size, 'it does not link exactly the entry bundles that were added');
  }
  const hashes = manifest.documents.map(({ sha256 }) => sha256);
  if (hashes.some((hash, i) => i > 0 && hash <= (hashes[i - 1] ?? ''))) {
    throw broken(size, 'its documents are not in ascending order');
  }
}

function same(expected: readonly string[], actual: readonly string[]): boolean {
  return expected.length === actual.length && expected.every((name, i) => name === actual[i]);
}

function broken(size: number, reason: string): ManifestError {
  return new ManifestError(
    'MANIFEST_CHAIN_BROKEN',
    `The manifest of size ${size} is not acceptable: ${reason}.`,
  );
}
