import { append, connect } from '@luna/database';
import { z } from 'zod';

import type { Figure } from '../figure.ts';
import { concurrently } from '../measure/concurrently.ts';
import { asAdmin } from '../stand/as-admin.ts';
import { ORGANIZATION } from '../stand/device-events.ts';
import { createHome } from '../stand/home.ts';
import { startRoles } from '../stand/roles.ts';
import { CLIENTS, writers } from '../stand/writers.ts';

/**
 * From the commit of each event to the commit of its leaf, and to that of the checkpoint that covers
 * it. Postgres itself noted when every transaction was committed, so measuring costs nothing.
 */
const LATENCIES = `
  WITH late AS (
    SELECT extract(epoch FROM pg_xact_commit_timestamp(l.xmin) - pg_xact_commit_timestamp(e.xid::xid)) * 1000 AS sealed,
      extract(epoch FROM (
        SELECT pg_xact_commit_timestamp(c.xmin) FROM log.checkpoint c
        WHERE c.size > l.leaf_index ORDER BY c.size LIMIT 1) - pg_xact_commit_timestamp(e.xid::xid)) * 1000 AS signed
    FROM ledger.event e LEFT JOIN log.leaf l USING (stream, position))
  SELECT count(*)::int AS events, count(sealed)::int AS sealed,
    percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY sealed::float8) AS to_seal,
    percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY signed::float8) AS to_sign
  FROM late`;
const quantiles = z.tuple([z.number(), z.number()]);
const row = z.object({ events: z.int(), sealed: z.int(), to_seal: quantiles, to_sign: quantiles });

/** How long an event waits for its leaf while 64 clients write and the real indexer runs. */
export const latencyFigure: Figure = {
  name: 'latency',
  about: 'committed to sealed, under the load of 64 clients, with the indexer running',
  measure: async ({ quick, seed, say, stands }) => {
    const test = await stands.database();
    const home = await createHome(stands);
    const roles = await startRoles(home, test);
    stands.onStop(() => roles.stop());
    const app = await connect({ url: test.appUrl, poolSize: CLIENTS });
    const write = writers(seed, async ({ event }) => {
      await app.tx({ organizationId: ORGANIZATION }, (tx) => append(tx, [event]));
    });
    const rate = await concurrently(CLIENTS, quick ? 3_000 : 20_000, write);
    say(`${Math.round(rate)}/s appended; waiting for the log to catch up`);
    await app.close();
    const found = await untilSealed(test.adminUrl);
    await roles.stop();
    await test.drop();
    const [sealedMedian, sealedLate] = found.to_seal;
    const [signedMedian, signedLate] = found.to_sign;
    return [
      {
        what: 'committed → sealed, p50',
        measured: { value: sealedMedian, unit: 'ms' },
        must: { of: 'measured', at: 'most', value: 500 },
        note: `${found.events} events at ${Math.round(rate)}/s; signed checkpoint p50 ${signedMedian.toFixed(0)} ms, p99 ${signedLate.toFixed(0)} ms`,
      },
      {
        what: 'committed → sealed, p99',
        measured: { value: sealedLate, unit: 'ms' },
        must: { of: 'measured', at: 'most', value: 2_000 },
      },
    ];
  },
};

async function untilSealed(adminUrl: string): Promise<z.infer<typeof row>> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
    const [open] = await asAdmin(
      adminUrl,
      `SELECT (SELECT count(*) FROM ledger.event) > (SELECT coalesce(max(size), 0) FROM log.checkpoint) AS open`,
    );
    if (!z.object({ open: z.boolean() }).parse(open).open) {
      const [found] = await asAdmin(adminUrl, LATENCIES);
      return row.parse(found);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the indexer did not seal everything within two minutes');
}
