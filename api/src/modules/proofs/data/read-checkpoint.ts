import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';

const noteRow = z.object({ size: bigint, note: z.string() });

/** The newest signed checkpoint; undefined until the log has signed its first. */
export async function newestCheckpoint(
  tx: Tx,
): Promise<{ size: number; note: string } | undefined> {
  return tx.row(noteRow, 'SELECT size, note FROM log.checkpoint ORDER BY size DESC LIMIT 1');
}
