import { performance } from 'node:perf_hooks';

import { append, connect } from '@luna/database';

import { takeOver } from '../../../../indexer/src/leader.ts';
import { openLog, readHead } from '../../../../indexer/src/seal/log-head.ts';
import { sealAll } from '../stand/large-log.ts';
import type { Figure } from '../figure.ts';
import { concurrently } from '../measure/concurrently.ts';
import { ratios, takeTurns } from '../measure/rounds.ts';
import { median, spread } from '../measure/statistics.ts';
import { ORGANIZATION } from '../stand/device-events.ts';
import { CLIENTS, writers } from '../stand/writers.ts';

/** How fast a backlog is sealed, next to how fast 64 clients can write one. */
export const sealingFigure: Figure = {
  name: 'sealing',
  about: 'the rate of sealing beside the rate of appending',
  measure: async ({ quick, seed, say, stands }) => {
    const test = await stands.database();
    const app = await connect({ url: test.appUrl, poolSize: CLIENTS });
    const indexer = await connect({ url: test.indexerUrl, poolSize: 2 });
    await indexer.tx({}, (tx) => openLog(tx, 'dev.luna/bench'));
    const leadership = await takeOver(indexer, 'seal', 'bench');
    let written = 0;
    const write = writers(seed, async ({ event }) => {
      await app.tx({ organizationId: ORGANIZATION }, (tx) => append(tx, [event]));
      written += 1;
    });
    const ms = quick ? 500 : 3_000;
    const sealed = async () => (await indexer.tx({}, readHead))?.size ?? 0;
    const rates = await takeTurns(
      {
        append: () => concurrently(CLIENTS, ms, write),
        seal: async () => {
          const before = await sealed();
          const began = performance.now();
          await sealAll(indexer, leadership, written);
          return (written - before) / ((performance.now() - began) / 1000);
        },
      },
      quick ? 2 : 7,
      say,
      { order: 'fixed' },
    );
    await Promise.all([app.close(), indexer.close()]);
    await test.drop();
    const perRound = ratios(rates.seal, rates.append);
    return [
      {
        what: 'sealing, events of single transactions',
        measured: { value: median(rates.seal), unit: '/s' },
        baseline: { value: median(rates.append), unit: '/s', what: 'append' },
        ratio: median(perRound),
        must: { of: 'ratio', at: 'least', value: 4 },
        note: `median of ${perRound.length} backlogs of ${ms} ms of appends each, ratio ${spread(perRound, 1)}`,
      },
    ];
  },
};
