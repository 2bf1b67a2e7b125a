import { append, connect, type Database } from '@luna/database';

import type { Bench, Figure } from '../figure.ts';
import { concurrently } from '../measure/concurrently.ts';
import { below, seededRandom } from '../measure/random.ts';
import { ratios, takeTurns } from '../measure/rounds.ts';
import { median, spread } from '../measure/statistics.ts';
import type { Row } from '../report/row.ts';
import { chainedInsert } from '../stand/chained-insert.ts';
import { deviceEvent, deviceStreams, ORGANIZATION } from '../stand/device-events.ts';
import { createPlainTables, insertPlain, plainRow } from '../stand/plain-tables.ts';

export const CLIENTS = 64;
const STREAMS_PER_CLIENT = 50;
const CONTEXT = { organizationId: ORGANIZATION };

/** One event per transaction by 64 clients, against plain inserts and against a locked hash chain. */
export const appendFigure: Figure = {
  name: 'append',
  about: '64 concurrent clients, one event per transaction, fsync on',
  measure: async ({ quick, seed, say, stands }: Bench): Promise<Row[]> => {
    const test = await stands.database();
    await createPlainTables(test.adminUrl);
    const app = await connect({ url: test.appUrl, poolSize: CLIENTS });
    const contestants = {
      append: writers(seed, async (next) => {
        const { event } = next();
        await app.tx(CONTEXT, (tx) => append(tx, [event]));
      }),
      plain: writers(seed, async (next) => {
        const { event, position } = next();
        await app.tx(CONTEXT, (tx) => insertPlain(tx, plainRow(event, position)));
      }),
      chained: writers(seed, (next) => chained(app, next)),
    };
    const ms = quick ? 500 : 2_000;
    const run = (name: keyof typeof contestants) => () =>
      concurrently(CLIENTS, ms, contestants[name]);
    const rates = await takeTurns(
      { append: run('append'), plain: run('plain'), chained: run('chained') },
      quick ? 2 : 9,
      say,
    );
    await app.close();
    await test.drop();

    const perRound = ratios(rates.append, rates.plain);
    return [
      {
        what: 'append, 64 clients, one event per transaction',
        measured: { value: median(rates.append), unit: '/s' },
        baseline: { value: median(rates.plain), unit: '/s', what: 'plain inserts' },
        ratio: median(perRound),
        must: { of: 'ratio', at: 'least', value: 0.8 },
        note: `median of ${perRound.length} rounds of ${ms} ms, ratio ${spread(perRound)} by round`,
      },
      {
        what: 'the same behind a locked hash chain',
        measured: { value: median(rates.chained), unit: '/s' },
        baseline: { value: median(rates.plain), unit: '/s', what: 'plain inserts' },
        ratio: median(ratios(rates.chained, rates.plain)),
      },
    ];
  },
};

type Next = () => { event: ReturnType<typeof deviceEvent>; position: number };

/** Each client writes to devices of its own, so that a plain insert knows the next position. */
function writers(seed: number, write: (next: Next) => Promise<void>) {
  const clients = Array.from({ length: CLIENTS }, (_, client) => {
    const random = seededRandom(seed + client);
    const streams = deviceStreams(client * STREAMS_PER_CLIENT, STREAMS_PER_CLIENT);
    const positions = new Uint32Array(STREAMS_PER_CLIENT);
    return () => {
      const at = below(random, STREAMS_PER_CLIENT);
      const position = (positions[at] ?? 0) + 1;
      positions[at] = position;
      return { event: deviceEvent(random, streams[at] ?? new Uint8Array(32)), position };
    };
  });
  return async (client: number) => {
    const next = clients[client];
    if (next === undefined) throw new RangeError(`there is no client ${client}`);
    await write(next);
  };
}

async function chained(app: Database, next: Next): Promise<void> {
  const { event, position } = next();
  await app.tx(CONTEXT, (tx) => chainedInsert(tx, plainRow(event, position)));
}
