import type { Database } from '@luna/database';
import type { JobQueue } from '@luna/queue';
import type { Logger } from '@luna/runtime';
import type { Caller } from '../modules/auth/auth.public.ts';
import { deleteExpiredRequests } from '../modules/idempotency/idempotency.public.ts';

const EXPIRY_QUEUE = 'expire-requests';
const EVERY_MS = 10 * 60_000;
/** Rows per transaction, so that a backlog holds no lock for long. */
const AT_ONCE = 5_000;

/** The background work of the api, on a queue's schedule: one process of all does each tick. */
export async function startWorker(
  { database, queue, logger }: { database: Database; queue: JobQueue; logger: Logger },
  operator: () => Promise<Caller>,
): Promise<void> {
  queue.worker(EXPIRY_QUEUE, async () => {
    const deleted = await expireRequests(database, await operator());
    if (deleted > 0) logger.info({ deleted }, 'expired idempotency keys deleted');
  });
  await queue.schedule(EXPIRY_QUEUE, EVERY_MS);
}

/** Deletes the organisation's idempotency keys of more than 24 hours; tells how many. */
export async function expireRequests(database: Database, context: Caller): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = await database.tx(context, (tx) => deleteExpiredRequests(tx, AT_ONCE));
    total += deleted;
    if (deleted < AT_ONCE) return total;
  }
}
