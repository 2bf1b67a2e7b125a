import { bigint, type Database } from '@luna/database';
import { formatCheckpoint, signNote, type Signer } from '@luna/tlog';
import { z } from 'zod';
import { fence, type Leadership } from '../leader.ts';
import { readHead } from './log-head.ts';
import type { SignedMarkFile } from './signed-mark.ts';

/**
 * Signs the head when it has grown past the newest checkpoint, and stores the note, which thereby
 * begins to be served. The mark is on disk before the signature exists; Ed25519 is deterministic, so
 * a crash in between only means that the same bytes are signed again.
 * @returns the size signed, or undefined when there was nothing new
 * @throws LunaError SIGNED_BEFORE, LEADERSHIP_LOST
 */
export async function signCheckpoint(
  database: Database,
  leadership: Leadership,
  signer: Signer,
  mark: SignedMarkFile,
): Promise<number | undefined> {
  return database.tx({}, async (tx) => {
    const newest = await tx.row(
      z.object({ size: bigint }),
      'SELECT size FROM log.checkpoint ORDER BY size DESC LIMIT 1',
    );
    const head = await readHead(tx);
    if (!head || head.size <= (newest?.size ?? -1)) return undefined;
    await fence(tx, leadership);
    const { origin, size, root } = head;
    await mark.advance({ origin, size, root: Buffer.from(root).toString('hex') });
    const note = await signNote(formatCheckpoint({ origin, size, root }), [signer]);
    await tx.execute('INSERT INTO log.checkpoint (size, root, note) VALUES ($1, $2, $3)', [
      size,
      root,
      note,
    ]);
    return size;
  });
}
