import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { Figure } from '../figure.ts';
import { startApiAlone, type ApiAlone } from '../stand/api-alone.ts';
import { watchMemory } from '../stand/resident-memory.ts';

const SMALL = 2_000;
const LARGE = 10_000;
const HUGE = 30_000;
/** Little more than the api has without any work: whoever holds the rows of a file would not get by. */
const HEAP_MB = 150;
const SAMPLE_MS = 50;
const answer = z.object({
  data: z.object({
    id: z.uuid(),
    state: z.string(),
    counts: z.object({ done: z.int(), refused: z.int() }),
  }),
});

/** A CSV file of devices through the api and its worker in one process: seconds, and what it holds. */
export const importFileFigure: Figure = {
  name: 'import',
  about: `import ${LARGE.toLocaleString('en-US')} devices from CSV, upload to finished`,
  measure: async ({ quick, say, stands }) => {
    const options = { worker: true, heapMb: HEAP_MB };
    const api = await startApiAlone(stands, await stands.database(), options);
    const run = async (name: string, rows: number) => {
      const done = await importRows(api, name, rows);
      say(`${rows} rows: ${done.seconds.toFixed(1)} s, at most ${Math.round(done.most)} MB`);
      return done;
    };
    // What is compiled, connected and planned once is there before anything is measured.
    await run('warm-up', SMALL);
    const small = await run('small', SMALL);
    const large = await run('large', quick ? SMALL : LARGE);
    const huge = await run('huge', quick ? SMALL : HUGE);
    await api.stop();
    return [
      {
        what: `import of ${shown(large.rows)} devices from CSV, upload to finished`,
        measured: { value: large.seconds, unit: 's' },
        must: { of: 'measured', at: 'most', value: 15 },
        note: `${Math.round(large.rows / large.seconds)} rows/s, api and worker in one process; ${shown(small.rows)} rows took ${small.seconds.toFixed(1)} s, ${shown(huge.rows)} took ${huge.seconds.toFixed(1)} s`,
      },
      {
        what: `memory the api grows by from ${shown(small.rows)} to ${shown(large.rows)} rows`,
        measured: { value: large.most - small.most, unit: 'MB' },
        must: { of: 'measured', at: 'most', value: 40 },
        note: `resident, the highest of samples every ${SAMPLE_MS} ms: ${Math.round(small.most)} and ${Math.round(large.most)} MB; a heap of ${HEAP_MB} MB at the most`,
      },
      {
        what: `the same from ${shown(small.rows)} to ${shown(huge.rows)} rows`,
        measured: { value: huge.most - small.most, unit: 'MB' },
      },
    ];
  },
};

const shown = (rows: number) => rows.toLocaleString('en-US');

async function importRows(api: ApiAlone, name: string, rows: number) {
  const headers = { authorization: `Bearer ${api.key}` };
  const memory = watchMemory(api.pid, SAMPLE_MS);
  const began = performance.now();
  const sent = await fetch(`${api.url}/api/v1/passports/imports`, {
    method: 'POST',
    headers,
    body: formOf(name, rows),
  });
  let job = answer.parse(await sent.json()).data;
  while (['QUEUED', 'CREATING'].includes(job.state)) {
    await sleep(SAMPLE_MS);
    const asked = await fetch(`${api.url}/api/v1/jobs/${job.id}`, { headers });
    job = answer.parse(await asked.json()).data;
  }
  const seconds = (performance.now() - began) / 1000;
  if (job.counts.done !== rows) throw new Error(`${JSON.stringify(job)} of ${rows} rows`);
  return { rows, seconds, most: Math.max(...memory.stop().samples) };
}

function formOf(name: string, rows: number): FormData {
  const lines = Array.from(
    { length: rows },
    (_, at) =>
      `Benchmark,Filler ${at % 7},${name}-${at},2026-0${1 + (at % 9)},Filling line ${at}\n`,
  );
  const file = ['manufacturer,model,serialNumber,manufacturedAt,name\n', ...lines];
  const form = new FormData();
  form.append('company', 'BCH');
  form.append('productType', 'PF');
  form.append('origin', 'CN');
  form.append('file', new File(file, `${name}.csv`, { type: 'text/csv' }));
  return form;
}
