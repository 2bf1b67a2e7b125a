import { openCheckpoint, verifierFrom, type Verifier } from '@luna/tlog';
import type { AuditReport } from './report.ts';

/** A checkpoint as it was given out. */
export type StoredCheckpoint = { size: number; note: string };

/** Verifiers of the trusted keys. */
export function verifiersOf(logKeys: readonly string[]): Promise<Verifier[]> {
  return Promise.all(logKeys.map((key) => verifierFrom(key)));
}

/** Holds signed checkpoints against the trusted keys and the roots of the tree that was built anew. */
export async function compareCheckpoints(
  report: AuditReport,
  checkpoints: readonly StoredCheckpoint[],
  trust: { origin: string; verifiers: readonly Verifier[] },
  rootAt: (size: number) => Uint8Array | undefined,
): Promise<void> {
  for (const { size, note } of checkpoints) {
    report.look('checkpoints');
    const where = `checkpoint of size ${size}`;
    try {
      const checkpoint = await openCheckpoint(note, trust.origin, trust.verifiers);
      const root = rootAt(size);
      if (checkpoint.size !== size || !root || Buffer.compare(root, checkpoint.root) !== 0) {
        report.add(
          'checkpoints',
          'ROOT_MISMATCH',
          where,
          'These entries have another root at that size than was signed.',
        );
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      report.add('checkpoints', 'CHECKPOINT_INVALID', where, reason);
    }
  }
}
