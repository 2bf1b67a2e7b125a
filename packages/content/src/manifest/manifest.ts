import { type Checkpoint, parseCheckpoint, TlogError } from '@luna/tlog';

import { ManifestError } from './manifest-error.ts';

/** A full tile (256 hashes, 8,192 bytes) at its place in the log; C2SP tlog-tiles. */
export type TileLink = { level: number; index: number; cid: string };

/** The first `width` (1 to 256) entries of bundle `index`; full bundles have 256. */
export type EntryLink = { index: number; width: number; cid: string };

/** A public document: SHA-256 (lowercase hex) and length in bytes as its payload names it. */
export type DocumentLink = { sha256: string; length: number; cid: string };

/**
 * What one anchor adds to the public record: see docs/spec/manifest.md. Tiles and entries are in
 * the order of {@link coverage}, documents ascend by `sha256`.
 */
export type Manifest = {
  origin: string;
  /** The signed note (C2SP tlog-checkpoint) of the anchored size. */
  checkpoint: string;
  tiles: readonly TileLink[];
  entries: readonly EntryLink[];
  documents: readonly DocumentLink[];
  /** CID of the manifest of the anchor before, null in the first. */
  previous: string | null;
};

/**
 * Origin, size and root from the checkpoint note. The signatures are not looked at: whoever relies
 * on them opens the note with the keys it trusts.
 * @throws ManifestError MANIFEST_INVALID when the note is not one, or of another origin
 */
export function manifestCheckpoint(manifest: Pick<Manifest, 'origin' | 'checkpoint'>): Checkpoint {
  const checkpoint = parseNote(manifest.checkpoint);
  if (checkpoint.origin !== manifest.origin) {
    throw new ManifestError(
      'MANIFEST_INVALID',
      'The checkpoint in the manifest is of another log.',
    );
  }
  return checkpoint;
}

function parseNote(note: string): Checkpoint {
  const end = note.lastIndexOf('\n\n');
  try {
    return parseCheckpoint(note.slice(0, end + 1));
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    throw new ManifestError(
      'MANIFEST_INVALID',
      `The manifest holds no checkpoint. ${error.message}`,
    );
  }
}
