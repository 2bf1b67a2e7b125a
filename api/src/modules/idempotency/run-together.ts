import { setImmediate } from 'node:timers/promises';
import type { Database, Tx } from '@luna/database';
import { describeError } from '../../http/describe-error.ts';
import type { Author } from '../auth/auth.public.ts';
import type { Outcome } from './outcome.ts';
import { runOnce, type KeyedItem, type OnceOptions } from './run-once.ts';

export type TogetherOptions<C, T, R> = OnceOptions<T, R> & {
  /** Callers of the same name are the same to `work`. */
  nameOf: (caller: C) => string;
  work: (tx: Tx, caller: C, items: readonly T[]) => Promise<Outcome<R>[]>;
};

type Waiting<C, T, R> = PromiseWithResolvers<R> & { caller: C; item: KeyedItem<T> };

/** Transactions of one caller under way at a time: one works in the database, one is made ready. */
const AT_ONCE = 2;
/** Requests in one transaction at the most; its locks are held that much longer. */
const MOST = 64;

/**
 * Does one thing, or answers what came of it first; throws its refusal. What the same caller asks for
 * while transactions of theirs are under way shares the next one (group commit), so a burst costs
 * little more per request than a batch; who comes alone waits for nobody. A fault that undoes a shared
 * transaction is found by giving each request one of its own, unless it may have been committed.
 */
export function runTogether<C extends Author, T, R>(
  database: Database,
  options: TogetherOptions<C, T, R>,
): (caller: C, item: KeyedItem<T>) => Promise<R> {
  const queues = new Map<string, { underWay: number; waiting: Waiting<C, T, R>[] }>();

  const transact = async (batch: readonly Waiting<C, T, R>[]): Promise<void> => {
    const [first] = batch;
    if (first === undefined) return;
    const commit = { tried: false };
    try {
      const outcomes = await database.tx(first.caller, async (tx) => {
        commit.tried = false;
        const items = batch.map(({ item }) => item);
        const found = await runOnce(tx, first.caller, options, items, (open) =>
          options.work(tx, first.caller, open),
        );
        for (const { error } of found.filter((outcome) => !outcome.done)) {
          if (batch.length === 1 || describeError(error).statusCode >= 500) throw error;
        }
        commit.tried = true;
        return found;
      });
      for (const [at, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[at];
        if (outcome?.done) resolve(outcome.value);
        else reject(outcome?.error ?? new Error('no outcome'));
      }
    } catch (error) {
      if (!commit.tried && batch.length > 1) for (const one of batch) await transact([one]);
      else for (const { reject } of batch) reject(error);
    }
  };

  return (caller, item) => {
    const name = options.nameOf(caller);
    const queue = queues.get(name) ?? { underWay: 0, waiting: [] };
    queues.set(name, queue);
    const waiting = { caller, item, ...Promise.withResolvers<R>() };
    queue.waiting.push(waiting);
    if (queue.underWay < AT_ONCE) void serve(name, queue);
    return waiting.promise;
  };

  async function serve(name: string, queue: { underWay: number; waiting: Waiting<C, T, R>[] }) {
    queue.underWay += 1;
    // Requests that lie ready to be read are read before the transaction begins.
    await setImmediate();
    while (queue.waiting.length > 0) {
      const batch = distinct(queue.waiting);
      queue.waiting = queue.waiting.filter((one) => !batch.includes(one));
      await transact(batch);
    }
    queue.underWay -= 1;
    if (queue.underWay === 0) queues.delete(name);
  }
}

/** The first requests, no key twice: a repeated one waits and then learns what came of the first. */
function distinct<C, T, R>(waiting: readonly Waiting<C, T, R>[]): Waiting<C, T, R>[] {
  const keys = new Set<string>();
  const batch: Waiting<C, T, R>[] = [];
  for (const one of waiting) {
    if (batch.length === MOST) break;
    const { key } = one.item;
    if (key !== undefined && keys.has(key)) continue;
    if (key !== undefined) keys.add(key);
    batch.push(one);
  }
  return batch;
}
