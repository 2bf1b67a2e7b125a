import { performance } from 'node:perf_hooks';

import { append, connect, type NewEvent } from '@luna/database';
import pg from 'pg';

import type { Figure } from '../figure.ts';
import { below, seededRandom } from '../measure/random.ts';
import { ratios, takeTurns } from '../measure/rounds.ts';
import { median, spread } from '../measure/statistics.ts';
import { copyRows } from '../stand/copy-rows.ts';
import { deviceEvent, deviceStreams, ORGANIZATION } from '../stand/device-events.ts';
import { createPlainTables, plainRow } from '../stand/plain-tables.ts';

const BATCH = 1_000;
const DEVICES = 100;

/** Batches of 1,000 events through the product's append, against COPY of the same rows. */
export const bulkImportFigure: Figure = {
  name: 'bulk',
  about: 'append of 1,000-event batches against COPY into copies of the same indexed tables',
  measure: async ({ quick, seed, say, stands }) => {
    const test = await stands.database();
    await createPlainTables(test.adminUrl);
    const app = await connect({ url: test.appUrl, poolSize: 1 });
    const client = new pg.Client({ connectionString: test.appUrl });
    await client.connect();
    const batches = quick ? 2 : 10;
    const run = (write: (batch: Batch) => Promise<void>) => {
      const next = source(seed);
      return async () => {
        const began = performance.now();
        for (let i = 0; i < batches; i += 1) await write(next());
        return (batches * BATCH) / ((performance.now() - began) / 1000);
      };
    };
    const copyInto = (schema: 'plain' | 'bare') => (batch: Batch) =>
      copyRows(
        client,
        schema,
        batch.map(({ event, position }) => plainRow(event, position)),
      );
    const rates = await takeTurns(
      {
        append: run(async (batch) => {
          const events = batch.map(({ event }) => event);
          await app.tx({ organizationId: ORGANIZATION }, (tx) => append(tx, events));
        }),
        copy: run(copyInto('plain')),
        bare: run(copyInto('bare')),
      },
      quick ? 2 : 9,
      say,
    );
    await Promise.all([app.close(), client.end()]);
    await test.drop();

    const perRound = ratios(rates.append, rates.copy);
    return [
      {
        what: 'bulk import, batches of 1,000 events',
        measured: { value: median(rates.append), unit: '/s' },
        baseline: { value: median(rates.copy), unit: '/s', what: 'COPY, indexed' },
        ratio: median(perRound),
        must: { of: 'ratio', at: 'least', value: 0.8 },
        note: `median of ${perRound.length} rounds of ${batches} batches, ratio ${spread(perRound)} by round; one connection each`,
      },
      {
        what: 'the same against bare COPY, no index',
        measured: { value: median(rates.append), unit: '/s' },
        baseline: { value: median(rates.bare), unit: '/s', what: 'bare COPY' },
        ratio: median(ratios(rates.append, rates.bare)),
      },
    ];
  },
};

type Batch = { event: NewEvent; position: number }[];

/** Batches of events of {@link DEVICES} devices with the positions they get; same seed, same batches. */
function source(seed: number): () => Batch {
  const random = seededRandom(seed);
  const streams = deviceStreams(0, DEVICES);
  const positions = new Uint32Array(DEVICES);
  return () =>
    Array.from({ length: BATCH }, () => {
      const device = below(random, DEVICES);
      const position = (positions[device] ?? 0) + 1;
      positions[device] = position;
      return { event: deviceEvent(random, streams[device] ?? new Uint8Array(32)), position };
    });
}
