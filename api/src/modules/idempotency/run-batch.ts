import type { Database, Tx } from '@luna/database';
import type { z } from 'zod';
import { describeError } from '../../http/describe-error.ts';
import { validationError } from '../../http/validation-error.ts';
import type { Author } from '../auth/auth.public.ts';
import type { BatchBody, BatchResult } from './batch.ts';
import { refused, type Outcome } from './outcome.ts';
import { runOnce, type OnceOptions } from './run-once.ts';

export type BatchOptions<I, T, R> = OnceOptions<T, R> & {
  /** What an item must look like. */
  schema: z.ZodType<I>;
  /** An item's key and what is to be done. */
  read: (item: I) => { key?: string | undefined; item: T };
};

/** Carries the outcomes out of a transaction that must not be committed. */
class Undone<R> extends Error {
  readonly outcomes: readonly Outcome<R>[];

  constructor(outcomes: readonly Outcome<R>[]) {
    super('undone');
    this.outcomes = outcomes;
  }
}

/**
 * Does many things in one transaction. Refused items leave no trace and leave the others alone,
 * unless the batch is all or nothing; a dry run judges everything and writes nothing. An error that
 * is nobody's refusal but our fault undoes the batch and is thrown.
 */
export async function runBatch<I, T, R>(
  database: Database,
  caller: Author,
  options: BatchOptions<I, T, R>,
  { items, allOrNothing, dryRun }: BatchBody,
  work: (tx: Tx, items: readonly T[]) => Promise<Outcome<R>[]>,
): Promise<BatchResult<R>> {
  const parsed = items.map((item) => options.schema.safeParse(item));
  const wellFormed = parsed.flatMap(({ data }) => (data === undefined ? [] : [options.read(data)]));
  try {
    const outcomes = await database.tx(caller, async (tx) => {
      const found = await runOnce(tx, caller, options, wellFormed, (open) => work(tx, open));
      const rest = found.values();
      const all = parsed.map(({ error }): Outcome<R> =>
        error === undefined
          ? (rest.next().value ?? refused(new Error('an item was left out')))
          : refused(validationError(error.issues)),
      );
      const faults = all.filter((outcome) => !outcome.done);
      for (const { error } of faults) if (describeError(error).statusCode >= 500) throw error;
      if (dryRun || (allOrNothing && faults.length > 0)) throw new Undone(all);
      return all;
    });
    return report(true, outcomes);
  } catch (error) {
    if (error instanceof Undone) return report(false, error.outcomes as readonly Outcome<R>[]);
    throw error;
  }
}

function report<R>(committed: boolean, outcomes: readonly Outcome<R>[]): BatchResult<R> {
  const items = outcomes.map(reportItem);
  const count = (name: string) => items.filter(({ outcome }) => outcome === name).length;
  return {
    committed,
    counts: { done: count('done'), replayed: count('replayed'), refused: count('refused') },
    items,
  };
}

function reportItem<R>(outcome: Outcome<R>): BatchResult<R>['items'][number] {
  if (outcome.done) {
    const name = outcome.replayed ? 'replayed' : 'done';
    return { outcome: name, receipt: outcome.value, error: null };
  }
  const { code, message, errors, retryable, details } = describeError(outcome.error);
  const error = { code, message, errors, retryable, ...(details ? { details } : {}) };
  return { outcome: 'refused', receipt: null, error };
}
