import type { Database } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { lockKeys, rewriteKeys } from './data-keys.ts';
import { isWrappedBy, unwrap, wrap, type MasterKey } from './master-key.ts';
import { readOperator, recordAct } from './record-act.ts';

/** How many data keys were wrapped anew, and how many had been before. */
export type Rotation = { rewrapped: number; already: number };

/**
 * Wraps every data key with the new master key, all in one transaction: whoever reads meanwhile finds
 * either all of them under the old key or all under the new one. What is sealed is not touched.
 * Running it again does what is left, which is what processes made meanwhile with the old key.
 * @throws LunaError MASTER_KEY_SAME, MASTER_KEY_WRONG, VAULT_SEAL_BROKEN; nothing is changed then
 */
export async function rotateMasterKey(
  database: Database,
  { from, to }: { from: MasterKey; to: MasterKey },
): Promise<Rotation> {
  if (from.id === to.id) {
    throw new LunaError('MASTER_KEY_SAME', 'The new master key is the old one. Make another one.');
  }
  const operator = await readOperator(database);
  return database.tx({ organizationId: operator.org }, async (tx) => {
    const keys = await lockKeys(tx);
    const left = keys.filter(({ wrapped }) => wrapped === null || !isWrappedBy(to, wrapped));
    await rewriteKeys(
      tx,
      left.map((row) => ({ id: row.id, wrapped: wrap(to, row.owner, unwrap(from, row).key) })),
    );
    const rotation = { rewrapped: left.length, already: keys.length - left.length };
    if (left.length > 0) await recordAct(tx, operator, 'vault.rotated', 'all', rotation);
    return rotation;
  });
}
