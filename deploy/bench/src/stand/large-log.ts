import { append, connect, type Database } from '@luna/database';

import { takeOver, type Leadership } from '../../../../indexer/src/leader.ts';
import { openLog, readHead } from '../../../../indexer/src/seal/log-head.ts';
import { sealBatch } from '../../../../indexer/src/seal/seal-batch.ts';
import { seededRandom } from '../measure/random.ts';
import { deviceEvent, deviceStreams, ORGANIZATION } from './device-events.ts';
import { asAdmin } from './as-admin.ts';
import { createHome, type Home } from './home.ts';
import type { BenchDatabase, Stands } from './stands.ts';

/** A sealed log of many entries, written and sealed by the product itself. */
export type LargeLog = { size: number; database: BenchDatabase; home: Home };

export type FillOptions = {
  /** 20,000 entries instead of a million. */
  quick: boolean;
  seed: number;
  say: (text: string) => void;
  stands: Stands;
};

const SIZE = 1_000_000;
const QUICK_SIZE = 20_000;
const BATCH = 1_000;
const SEAL_BATCH = 10_000;
const EVENTS_PER_DEVICE = 200;

/** Fills a database with {@link SIZE} events, 200 of each device, and seals them. */
export async function fillLargeLog({ quick, seed, say, stands }: FillOptions): Promise<LargeLog> {
  const size = quick ? QUICK_SIZE : SIZE;
  const database = await stands.database();
  const home = await createHome(stands);
  const app = await connect({ url: database.appUrl, poolSize: 2 });
  const began = Date.now();
  await Promise.all([0, 1].map((half) => write(app, size, half, seed, say)));
  await app.close();
  await asAdmin(database.adminUrl, 'ANALYZE');
  const indexer = await connect({ url: database.indexerUrl, poolSize: 2 });
  await indexer.tx({}, (tx) => openLog(tx, home.log.origin));
  const leadership = await takeOver(indexer, 'seal', 'bench');
  await sealAll(indexer, leadership, size);
  await indexer.close();
  await asAdmin(database.adminUrl, 'ANALYZE');
  say(`${size} entries written and sealed in ${Math.round((Date.now() - began) / 1000)} s`);
  return { size, database, home };
}

/** One of two writers, each with devices of its own: while one waits, the other makes its batch. */
async function write(
  app: Database,
  size: number,
  half: number,
  seed: number,
  say: FillOptions['say'],
) {
  const random = seededRandom(seed + half);
  const devices = size / EVENTS_PER_DEVICE / 2;
  const streams = deviceStreams(half * devices, devices);
  for (let done = 0; done < size / 2; done += BATCH) {
    const events = Array.from({ length: BATCH }, (_, i) =>
      deviceEvent(random, streams[(done + i) % devices] ?? new Uint8Array(32)),
    );
    await app.tx({ organizationId: ORGANIZATION }, (tx) => append(tx, events));
    if (half === 0 && done % (size / 10) === 0) say(`filling: about ${2 * done} of ${size} events`);
  }
}

/** Seals until the log has `size` entries; a transaction of another figure may hold it up. */
export async function sealAll(indexer: Database, leadership: Leadership, size: number) {
  for (const deadline = Date.now() + 600_000; Date.now() < deadline;) {
    await indexer.tx({}, (tx) => sealBatch(tx, leadership, SEAL_BATCH));
    const head = await indexer.tx({}, readHead);
    if (head !== undefined && head.size >= size) return;
  }
  throw new Error(`the log did not reach ${size} entries in ten minutes`);
}
