import type { Database } from '@luna/database';
import type { JobQueue } from '@luna/queue';
import type { Clock, Config, Logger } from '@luna/runtime';
import { deleteExpiredSignIns } from '../modules/auth/auth.public.ts';
import { createBlobStore, sweepDocuments } from '../modules/documents/documents.public.ts';
import { startImports } from '../modules/imports/imports.public.ts';
import { deleteExpiredRequests } from '../modules/idempotency/idempotency.public.ts';

const EXPIRY_QUEUE = 'expire-requests';
const EVERY_MS = 10 * 60_000;
const SIGN_IN_QUEUE = 'expire-sign-ins';
const SWEEP_QUEUE = 'sweep-documents';
const SWEEP_EVERY_MS = 6 * 60 * 60_000;
/** Rows per transaction, so that a backlog holds no lock for long. */
const AT_ONCE = 5_000;

type WorkerParts = {
  database: Database;
  authDatabase: Database;
  queue: JobQueue;
  logger: Logger;
  clock: Clock;
  config: Config;
};

/** The background work of the api, on a queue's schedule: one process of all does each tick. */
export async function startWorker(parts: WorkerParts): Promise<void> {
  const { database, authDatabase, queue, logger, clock, config } = parts;
  queue.worker(EXPIRY_QUEUE, async () => {
    const deleted = await expireRequests(database);
    if (deleted > 0) logger.info({ deleted }, 'expired idempotency keys deleted');
  });
  await queue.schedule(EXPIRY_QUEUE, EVERY_MS);
  queue.worker(SIGN_IN_QUEUE, async () => {
    const deleted = await authDatabase.tx({}, (tx) =>
      deleteExpiredSignIns(tx, clock.now(), AT_ONCE),
    );
    if (deleted > 0) logger.info({ deleted }, 'expired tokens, links and sessions deleted');
  });
  await queue.schedule(SIGN_IN_QUEUE, EVERY_MS);
  const blobs = createBlobStore(config);
  queue.worker(SWEEP_QUEUE, async () => {
    const deleted = await sweepDocuments(database, blobs, clock.now());
    if (deleted > 0) logger.info({ deleted }, 'files that no document names deleted');
  });
  await queue.schedule(SWEEP_QUEUE, SWEEP_EVERY_MS);
  await startImports(parts);
}

/** Deletes idempotency keys of more than 24 hours; tells how many. */
export async function expireRequests(database: Database): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = await database.tx({}, (tx) => deleteExpiredRequests(tx, AT_ONCE));
    total += deleted;
    if (deleted < AT_ONCE) return total;
  }
}
