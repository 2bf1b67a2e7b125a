import { decodeBase64, encodeBase64 } from './base64.ts';
import { TlogError } from './error.ts';
import { EMPTY_ROOT, equalHashes, type Hash, HASH_SIZE } from './hash.ts';
import type { Verifier } from './key.ts';
import { openNote } from './note.ts';
import { isCount, parseDecimal } from './number.ts';
import { isNoteText } from './text.ts';

/** A log's head: its origin (unique name), number of leaves, and root. */
export type Checkpoint = { origin: string; size: number; root: Hash };

/**
 * Note text of a checkpoint: origin, size and root, one a line (C2SP tlog-checkpoint).
 * @throws TlogError CHECKPOINT_INVALID
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  assertCheckpoint(checkpoint);
  const { origin, size, root } = checkpoint;
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/**
 * Inverse of {@link formatCheckpoint}. Extension lines are refused: our logs never write them, and
 * nobody audits them. Signatures are not looked at, see {@link openCheckpoint}.
 * @throws TlogError CHECKPOINT_INVALID
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, sizeText, rootText, end, ...more] = text.split('\n');
  if (end !== '' || more.length > 0) throw refusal('It must be three lines without extensions.');
  const size = parseDecimal(sizeText ?? '');
  const root = decodeBase64(rootText ?? '');
  if (size === undefined) throw refusal('Its size is not a decimal number up to 2^53 − 1.');
  if (root === undefined) throw refusal('Its root is not base64.');
  const checkpoint = { origin: origin ?? '', size, root };
  assertCheckpoint(checkpoint);
  return checkpoint;
}

/**
 * Checkpoint of the log `origin` in a signed note: signed by one of the verifiers named like the
 * log, and for that origin.
 * @throws TlogError CHECKPOINT_INVALID, or what {@link openNote} throws
 */
export async function openCheckpoint(
  note: string,
  origin: string,
  verifiers: readonly Verifier[],
): Promise<Checkpoint> {
  const ours = verifiers.filter((verifier) => verifier.name === origin);
  const checkpoint = parseCheckpoint((await openNote(note, ours)).text);
  if (checkpoint.origin !== origin) throw refusal('It is of another log.');
  return checkpoint;
}

function assertCheckpoint({ origin, size, root }: Checkpoint): void {
  if (origin === '' || origin.includes('\n') || !isNoteText(origin)) {
    throw refusal('Its origin must be one line of text.');
  }
  if (!isCount(size)) throw refusal('Its size is not a whole number up to 2^53 − 1.');
  if (root.length !== HASH_SIZE) throw refusal('Its root is not 32 bytes.');
  if (size === 0 && !equalHashes(root, EMPTY_ROOT)) {
    throw refusal('It is empty, so its root must be SHA-256 of nothing.');
  }
}

function refusal(reason: string): TlogError {
  return new TlogError('CHECKPOINT_INVALID', `The checkpoint is not acceptable. ${reason}`);
}
