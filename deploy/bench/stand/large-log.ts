import { append, connect, type Database } from '@luna/database';

import { takeOver, type Leadership } from '../../../indexer/src/leader.ts';
import { openLog, readHead } from '../../../indexer/src/seal/log-head.ts';
import { sealBatch } from '../../../indexer/src/seal/seal-batch.ts';
import { seededRandom } from '../measure/random.ts';
import { deviceEvent, deviceStreams, ORGANIZATION } from './device-events.ts';
import { asAdmin } from './as-admin.ts';
import { createHome, type Home } from './home.ts';
import type { BenchDatabase } from './stands.ts';

/** A sealed log of many entries, written and sealed by the product itself. */
export type LargeLog = { size: number; database: BenchDatabase; home: Home };

const BATCH = 1_000;
const SEAL_BATCH = 10_000;
const EVENTS_PER_DEVICE = 200;

/** Fills an empty database with `size` events of `size` / 200 devices and seals them. */
export async function fillLargeLog(
  database: BenchDatabase,
  size: number,
  seed: number,
  say: (text: string) => void,
): Promise<LargeLog> {
  const home = await createHome();
  const app = await connect({ url: database.appUrl, poolSize: 2 });
  const began = Date.now();
  const random = seededRandom(seed);
  const streams = deviceStreams(0, size / EVENTS_PER_DEVICE);
  const at = (index: number) => streams[index % streams.length] ?? new Uint8Array(32);
  for (let done = 0; done < size; done += BATCH) {
    const events = Array.from({ length: BATCH }, (_, i) => deviceEvent(random, at(done + i)));
    await app.tx({ organizationId: ORGANIZATION }, (tx) => append(tx, events));
    if (done % (size / 5) === 0) say(`filling: ${done} of ${size} events`);
  }
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

/** Seals until the log has `size` entries; a transaction of another figure may hold it up. */
export async function sealAll(indexer: Database, leadership: Leadership, size: number) {
  for (const deadline = Date.now() + 600_000; Date.now() < deadline; ) {
    await indexer.tx({}, (tx) => sealBatch(tx, leadership, SEAL_BATCH));
    const head = await indexer.tx({}, readHead);
    if (head !== undefined && head.size >= size) return;
  }
  throw new Error(`the log did not reach ${size} entries in ten minutes`);
}
