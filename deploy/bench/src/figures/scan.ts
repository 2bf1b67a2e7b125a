import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { Figure } from '../figure.ts';
import { concurrently } from '../measure/concurrently.ts';
import { openClients } from '../measure/http-clients.ts';
import { paced } from '../measure/paced.ts';
import { ratios, takeTurns } from '../measure/rounds.ts';
import { median, quantile, spread } from '../measure/statistics.ts';
import { startApiAlone, type ApiAlone } from '../stand/api-alone.ts';
import { startBareServer } from '../stand/start-bare-server.ts';

const CLIENTS = 64;
const EVENTS = 50;
/** As many connections as the api keeps for anonymous readers. */
const POOL_SIZE = 8;

/** The public page of a device with fifty events, against a server that does next to nothing. */
export const scanFigure: Figure = {
  name: 'scan',
  about: `GET scan of a passport with ${EVENTS} events, warm, ${CLIENTS} clients`,
  measure: async ({ quick, say, stands }) => {
    const database = await stands.database();
    const api = await startApiAlone(stands, database);
    const code = await createDevice(api);
    const url = `${api.url}/api/v1/scan/${code}`;
    const body = await (await fetch(url)).text();
    shown.parse(JSON.parse(body));
    const bare = await startBareServer(database, {
      code,
      body,
      rows: 100_000,
      poolSize: POOL_SIZE,
    });
    stands.onStop(bare.stop);
    const scan = await openClients(url, CLIENTS);
    const plain = await openClients(bare.url, CLIENTS);
    const ms = quick ? 1_000 : 4_000;
    const rates = await takeTurns(
      {
        scan: () => concurrently(CLIENTS, ms, scan.get),
        bare: () => concurrently(CLIENTS, ms, plain.get),
      },
      quick ? 2 : 7,
      say,
    );
    const rate = median(rates.scan) / 2;
    const load = { clients: CLIENTS, rate, ms: quick ? 1_000 : 4_000 };
    const p99 = (get: typeof scan.get) => async () => quantile(await paced(load, get), 0.99);
    const slowest = await takeTurns(
      { scan: p99(scan.get), bare: p99(plain.get) },
      quick ? 2 : 7,
      say,
      { unit: ' ms' },
    );
    scan.close();
    plain.close();
    await api.stop();
    const perRound = ratios(rates.scan, rates.bare);
    return [
      {
        what: `GET scan, ${EVENTS} events, warm, ${CLIENTS} clients`,
        measured: { value: median(rates.scan), unit: '/s' },
        baseline: { value: median(rates.bare), unit: '/s', what: 'bare Fastify, one query' },
        ratio: median(perRound),
        must: { of: 'ratio', at: 'least', value: 0.6 },
        note: `${body.length.toLocaleString('en-US')} bytes; median of ${perRound.length} rounds of ${ms} ms, ratio ${spread(perRound)} by round`,
      },
      {
        what: 'the same at half that rate, p99',
        measured: { value: median(slowest.scan), unit: 'ms' },
        baseline: { value: median(slowest.bare), unit: 'ms', what: 'bare, same rate' },
        must: { of: 'measured', at: 'most', value: 30 },
        note: `${Math.round(rate)}/s; median of ${slowest.scan.length} rounds of ${load.ms} ms, by round ${spread(slowest.scan)} ms (bare ${spread(slowest.bare)} ms)`,
      },
    ];
  },
};

const created = z.object({ data: z.object({ code: z.string() }) });
const shown = z.object({ data: z.object({ history: z.array(z.unknown()).length(EVENTS) }) });

/** A device whose history anybody may read. */
async function createDevice(api: ApiAlone): Promise<string> {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${api.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  const passport = {
    company: 'BCH',
    productType: 'IP',
    origin: 'US',
    manufacturer: 'Benchmark',
    model: 'Filler 3',
    serialNumber: randomUUID(),
  };
  const { code } = created.parse(await post('passports', passport)).data;
  const data = { test: 'leak test at 2 bar, 10 minutes', result: 'pass' };
  const items = Array.from({ length: EVENTS - 1 }, () => ({
    passport: code,
    event: { kind: 'passport.tested', data },
  }));
  await post('batches/events', { items });
  return code;
}
