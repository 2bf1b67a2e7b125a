import { append, connect } from '@luna/database';
import { PRODUCT_TYPES } from '@luna/passport';

import type { Figure } from '../figure.ts';
import { concurrently } from '../measure/concurrently.ts';
import { openClients } from '../measure/http-clients.ts';
import { ratios, takeTurns } from '../measure/rounds.ts';
import { median, spread } from '../measure/statistics.ts';
import { startApiAlone } from '../stand/api-alone.ts';
import { ORGANIZATION } from '../stand/device-events.ts';
import { CLIENTS, writers } from '../stand/writers.ts';

const ORIGINS = ['CN', 'DE', 'JP', 'US', 'IT', 'FR', 'KR', 'IN'] as const;
const TYPES = Object.keys(PRODUCT_TYPES).slice(0, 8);

/** A passport per request, against bare appends of the same run: a code, a row and an event each. */
export const createPassportsFigure: Figure = {
  name: 'create',
  about: `create passports through HTTP, ${CLIENTS} clients`,
  measure: async ({ quick, seed, say, stands }) => {
    const database = await stands.database();
    const app = await connect({ url: database.appUrl, poolSize: CLIENTS });
    const api = await startApiAlone(stands, database);
    const clients = await openClients(`${api.url}/api/v1/passports`, CLIENTS);
    let serial = 0;
    const create = (client: number, group: number) =>
      clients.post(client, api.key, {
        company: 'BCH',
        productType: TYPES[group % TYPES.length],
        origin: ORIGINS[Math.floor(group / TYPES.length) % ORIGINS.length],
        manufacturer: 'Benchmark',
        model: 'Filler 3',
        serialNumber: `${seed}-${(serial += 1)}`,
      });
    const ms = quick ? 1_000 : 3_000;
    const work = {
      append: writers(seed, async ({ event }) => {
        await app.tx({ organizationId: ORGANIZATION }, (tx) => append(tx, [event]));
      }),
      create: (client: number) => create(client, client),
      single: (client: number) => create(client, 0),
    };
    const run = (name: keyof typeof work) => () => concurrently(CLIENTS, ms, work[name]);
    const rates = await takeTurns(
      { append: run('append'), create: run('create'), single: run('single') },
      quick ? 2 : 7,
      say,
    );
    clients.close();
    await app.close();
    await api.stop();
    const perRound = ratios(rates.create, rates.append);
    return [
      {
        what: `create passport through HTTP, ${CLIENTS} clients, ${CLIENTS} code sequences`,
        measured: { value: median(rates.create), unit: '/s' },
        baseline: { value: median(rates.append), unit: '/s', what: 'bare append' },
        ratio: median(perRound),
        must: { of: 'ratio', at: 'least', value: 0.5 },
        note: `median of ${perRound.length} rounds of ${ms} ms, ratio ${spread(perRound)} by round`,
      },
      {
        what: 'the same, one single sequence',
        measured: { value: median(rates.single), unit: '/s' },
        baseline: { value: median(rates.append), unit: '/s', what: 'bare append' },
        ratio: median(ratios(rates.single, rates.append)),
      },
    ];
  },
};
