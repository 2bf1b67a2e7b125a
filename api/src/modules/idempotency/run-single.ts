import type { Database, Tx } from '@luna/database';
import type { Author } from '../auth/auth.public.ts';
import type { Outcome } from './outcome.ts';
import { runOnce, type KeyedItem, type OnceOptions } from './run-once.ts';

/** Does one thing in one transaction, or answers what came of it first; throws its refusal. */
export async function runSingle<T, R>(
  database: Database,
  caller: Author,
  options: OnceOptions<T, R>,
  item: KeyedItem<T>,
  work: (tx: Tx, items: readonly T[]) => Promise<Outcome<R>[]>,
): Promise<R> {
  return database.tx(caller, async (tx) => {
    const [outcome] = await runOnce(tx, caller, options, [item], (open) => work(tx, open));
    if (outcome === undefined) throw new Error('no outcome');
    if (!outcome.done) throw outcome.error;
    return outcome.value;
  });
}
