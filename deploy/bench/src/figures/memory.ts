import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { Figure } from '../figure.ts';
import { median, quantile } from '../measure/statistics.ts';
import { asAdmin } from '../stand/as-admin.ts';
import { importMachines } from '../stand/machines.ts';
import { watchMemory } from '../stand/resident-memory.ts';
import { startRoles, type Roles } from '../stand/roles.ts';

const ANCHORED = `SELECT (SELECT size FROM log.head) <= coalesce(
  (SELECT max(size) FROM chain.anchor WHERE finalised), 0) AS done`;
const SAMPLE_MS = 250;

/**
 * What api and indexer keep resident while they do all they ever do on a large log: publish and
 * anchor the whole of it, import the machines, publish and anchor those, give out their evidence.
 */
export const memoryFigure: Figure = {
  name: 'memory',
  about: 'resident memory of indexer and api at 1,000,000 entries',
  measure: async (bench) => {
    const { database, home, size } = await bench.largeLog();
    const roles = await startRoles(home, database);
    bench.stands.onStop(() => roles.stop());
    const indexer = watchMemory(roles.indexer.pid, SAMPLE_MS);
    const api = watchMemory(roles.api.pid, SAMPLE_MS);
    await untilAnchored(database.adminUrl);
    bench.say('the whole log is published and anchored');
    const { codes } = await importMachines(roles);
    await untilAnchored(database.adminUrl);
    const answers = await evidenceTimes(roles, codes);
    const used = { indexer: indexer.stop(), api: api.stop() };
    await roles.stop();
    const note = ({ samples, peak }: typeof used.api) =>
      `the highest of ${samples.length} samples; median ${Math.round(median(samples))} MB, highest ever ${Math.round(peak)} MB`;
    const entries = size.toLocaleString('en-US');
    return [
      {
        what: `memory of the indexer at ${entries} entries`,
        measured: { value: Math.max(...used.indexer.samples), unit: 'MB' },
        must: { of: 'measured', at: 'most', value: 300 },
        note: note(used.indexer),
      },
      {
        what: `memory of the api at ${entries} entries`,
        measured: { value: Math.max(...used.api.samples), unit: 'MB' },
        must: { of: 'measured', at: 'most', value: 250 },
        note: note(used.api),
      },
      {
        what: `evidence of a machine over HTTP at ${entries} entries, p99`,
        measured: { value: quantile(answers, 0.99), unit: 'ms' },
        note: `${answers.length} requests, about 80 events each; median ${median(answers).toFixed(1)} ms`,
      },
    ];
  },
};

async function untilAnchored(adminUrl: string): Promise<void> {
  const row = z.object({ done: z.boolean() });
  const deadline = Date.now() + 600_000;
  while (!row.parse((await asAdmin(adminUrl, ANCHORED))[0]).done) {
    if (Date.now() > deadline) throw new Error('the log was not anchored within ten minutes');
    await sleep(500);
  }
}

async function evidenceTimes({ api }: Roles, codes: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const code of [...codes, ...codes, ...codes]) {
    const began = performance.now();
    const response = await fetch(`${api.url}/api/v1/passports/${code}/evidence`);
    const body = await response.text();
    times.push(performance.now() - began);
    if (!response.ok) throw new Error(`evidence of ${code}: ${response.status} ${body}`);
  }
  return times;
}
