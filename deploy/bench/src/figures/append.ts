import { append, connect, type Database } from '@luna/database';

import type { Bench, Figure } from '../figure.ts';
import { concurrently } from '../measure/concurrently.ts';
import { ratios, takeTurns } from '../measure/rounds.ts';
import { median, spread } from '../measure/statistics.ts';
import type { Row } from '../report/row.ts';
import { chainedInsert } from '../stand/chained-insert.ts';
import { ORGANIZATION } from '../stand/device-events.ts';
import { CLIENTS, writers, type Written } from '../stand/writers.ts';
import { createPlainTables, insertPlain, plainRow } from '../stand/plain-tables.ts';

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
      append: writers(seed, async ({ event }) => {
        await app.tx(CONTEXT, (tx) => append(tx, [event]));
      }),
      plain: writers(seed, async ({ event, position }) => {
        await app.tx(CONTEXT, (tx) => insertPlain(tx, plainRow(event, position)));
      }),
      chained: writers(seed, (written) => chained(app, written)),
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

async function chained(app: Database, { event, position }: Written): Promise<void> {
  await app.tx(CONTEXT, (tx) => chainedInsert(tx, plainRow(event, position)));
}
