import { encodeBase64 } from './base64.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { ProofError } from './error.ts';
import { assertHash, type Hash } from './hash.ts';
import { parseNote } from './note.ts';
import { isCount } from './number.ts';

/**
 * A `.tlog-proof` file: index and inclusion proof of an entry, and the signed checkpoint verbatim,
 * checkable by any C2SP tool (C2SP tlog-proof v1). `extra` is not authenticated by the format.
 * Neither signatures nor proof are verified here: a reader must do that anyway.
 * @throws TlogError NOTE_INVALID or CHECKPOINT_INVALID for a malformed checkpoint, HASH_INVALID,
 *   and ProofError for an index beyond the checkpoint
 */
export function formatTlogProof(parts: {
  index: number;
  proof: readonly Hash[];
  checkpoint: string;
  extra?: Uint8Array;
}): string {
  const { index, proof, checkpoint, extra } = parts;
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  if (!isCount(index) || index >= size)
    throw new ProofError('The leaf is not below the checkpoint.');
  proof.forEach(assertHash);
  return [
    'c2sp.org/tlog-proof@v1',
    ...(extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]),
    `index ${index}`,
    ...proof.map(encodeBase64),
    '',
    checkpoint,
  ].join('\n');
}
