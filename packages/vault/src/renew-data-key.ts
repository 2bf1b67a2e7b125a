import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { currentKey, destroyKey, makeKey, retiredKeys, retireKey } from './data-keys.ts';
import { unwrap, type MasterKey, type Owner } from './master-key.ts';
import { readOperator, recordAct } from './record-act.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';

/** The id of the key that seals from now on, and how many values this run sealed anew. */
export type Renewal = { keyId: string; resealed: number };

/** Values in one transaction: their rows are locked for milliseconds. */
const AT_ONCE = 200;
/** A process seals with a key it remembers for a minute, and a transaction lives half of one. */
const SETTLE_MS = 2 * 60_000;

type Options = {
  owner: Owner;
  master: MasterKey;
  /** How long after its retirement nobody seals with a key any more; two minutes unless told otherwise. */
  settleMs?: number;
  /** Told after every step. */
  progress?: (step: string, resealed: number) => void;
};

/**
 * Gives an owner a new data key, seals everything of theirs anew with it and destroys the old key.
 * Wherever it ends, every value opens; run again, it finishes what was begun instead of beginning
 * anew.
 * @throws LunaError DATA_KEY_MISSING, VAULT_KEY_DESTROYED, MASTER_KEY_WRONG, VAULT_SEAL_BROKEN
 */
export async function renewDataKey(
  database: Database,
  { owner, master, settleMs = SETTLE_MS, progress = () => undefined }: Options,
): Promise<Renewal> {
  const operator = await readOperator(database);
  const { to, retired } = await database.tx({}, async (tx) => {
    const current = await currentKey(tx, owner);
    if (current === undefined) {
      throw new LunaError('DATA_KEY_MISSING', `${owner} has no data key: nothing was ever sealed.`);
    }
    const key = unwrap(master, current);
    const begun = await retiredKeys(tx, owner);
    if (begun.length > 0) return { to: key, retired: begun };
    await retireKey(tx, key.id);
    await makeKey(tx, master, owner);
    const made = await currentKey(tx, owner);
    if (made === undefined) throw new TypeError('the key just made is not there');
    return { to: unwrap(master, made), retired: [{ ...current, age: 0 }] };
  });
  progress('new key made', 0);
  let resealed = 0;
  for (const { age, ...row } of retired) {
    const from = unwrap(master, row);
    const reseal = async (limit: number) => {
      for (const column of SEALED_COLUMNS) {
        for (let done = limit; done === limit;) {
          done = await database.tx({}, (tx) => column.reseal(tx, from, to, limit));
          resealed += done;
          progress(column.name, resealed);
        }
      }
    };
    const until = performance.now() + settleMs - age;
    await reseal(AT_ONCE);
    progress('waiting until no process uses the old key', resealed);
    await sleep(Math.max(0, until - performance.now()));
    await reseal(AT_ONCE);
    await database.tx({ organizationId: operator.org }, async (tx) => {
      await destroyKey(tx, from.id);
      await recordAct(tx, operator, 'vault.key_renewed', owner, { old: from.id, new: to.id });
    });
    progress('old key destroyed', resealed);
  }
  return { keyId: to.id, resealed };
}
