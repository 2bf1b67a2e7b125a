import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import type { z } from 'zod';
import type { Author } from '../auth/auth.public.ts';
import { claim, release, settle, type Claim, type ClaimRow } from './claims.ts';
import { refused, type Outcome } from './outcome.ts';
import { requestMac } from './request-mac.ts';

export type KeyedItem<T> = { key?: string | undefined; item: T };

export type OnceOptions<T, R> = {
  /** Name of what is done; a key belongs to it. */
  route: string;
  /** Secret of the request HMAC. */
  secret: string;
  /** What makes two requests the same, in parts of at most 64 KiB. */
  parts: (item: T) => readonly unknown[];
  /** Reads a stored result. */
  result: z.ZodType<R>;
};

/**
 * Does `work` for the items whose key is new or absent, in the caller's transaction, and answers the
 * others from what came of them first. Outcomes stand in the order of the items.
 */
export async function runOnce<T, R>(
  tx: Tx,
  caller: Author,
  { route, secret, parts, result }: OnceOptions<T, R>,
  items: readonly KeyedItem<T>[],
  work: (items: readonly T[]) => Promise<Outcome<R>[]>,
): Promise<Outcome<R>[]> {
  const outcomes = new Map<number, Outcome<R>>();
  const claims = new Map<number, Claim>();
  const used = new Set<string>();
  for (const [index, { key, item }] of items.entries()) {
    if (key === undefined) continue;
    if (used.has(key)) {
      outcomes.set(index, refused(repeated()));
      continue;
    }
    used.add(key);
    try {
      claims.set(index, { key, mac: requestMac(secret, parts(item)) });
    } catch (error) {
      outcomes.set(index, refused(error));
    }
  }
  const found = await claim(tx, caller, route, [...claims.values()]);
  for (const [index, { key }] of claims) {
    const row = found.get(key);
    if (row !== undefined && !row.claimed) outcomes.set(index, earlier(row, result));
  }
  const open = items.flatMap((entry, index) => (outcomes.has(index) ? [] : [{ ...entry, index }]));
  const fresh = open.length === 0 ? [] : await work(open.map(({ item }) => item));
  const results: { key: string; result: unknown }[] = [];
  const released: string[] = [];
  for (const [at, { index, key }] of open.entries()) {
    const outcome = fresh[at] ?? refused(new Error('an item was left without outcome'));
    outcomes.set(index, outcome);
    if (key === undefined) continue;
    if (outcome.done) results.push({ key, result: outcome.value });
    else released.push(key);
  }
  await settle(tx, caller, route, results);
  await release(tx, caller, route, released);
  return items.map((_, index) => outcomes.get(index) ?? refused(new Error('no outcome')));
}

function earlier<R>(row: ClaimRow, result: z.ZodType<R>): Outcome<R> {
  if (!row.same) return refused(reused());
  if (row.result === null) return refused(running());
  return { done: true, value: result.parse(row.result), replayed: true };
}

function repeated(): LunaError {
  return new LunaError('IDEMPOTENCY_KEY_REPEATED', 'Another item of this batch has the same key.');
}

function reused(): LunaError {
  const message = 'This idempotency key was used for another request. Take a new key.';
  return new LunaError('IDEMPOTENCY_KEY_REUSED', message);
}

function running(): LunaError {
  const message = 'The first request with this key is still running. Ask again in a moment.';
  return new LunaError('REQUEST_IN_PROGRESS', message, { retryable: true });
}
