import { assertContinues } from './assert-continues.ts';
import type { BlockReader } from './block.ts';
import type { Manifest } from './manifest.ts';
import { readManifest } from './read-manifest.ts';

/** One step back in time. */
export type ManifestStep = { cid: string; manifest: Manifest };

/**
 * All manifests from the one given (normally the newest, its CID taken from the chain) back to the
 * first. Each is hashed, parsed and compared with the one before it ahead of being yielded, so a
 * consumer that reaches the end has seen links to every entry from the newest size down to 0.
 * @throws ManifestError, and what the reader throws
 */
export async function* walkManifests(
  read: BlockReader,
  cid: string,
): AsyncGenerator<ManifestStep, void, undefined> {
  let step: ManifestStep | null = { cid, manifest: await readManifest(read, cid) };
  while (step !== null) {
    const before: string | null = step.manifest.previous;
    const previous: ManifestStep | null =
      before === null ? null : { cid: before, manifest: await readManifest(read, before) };
    assertContinues(step.manifest, previous?.manifest ?? null);
    yield step;
    step = previous;
  }
}
