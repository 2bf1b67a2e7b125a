import { cancelJob, getJob, listJobRows, listJobs } from '@luna/api-client';
import { connect } from '@luna/database';
import { createQueue, migrateQueue } from '@luna/queue';
import { createLogger } from '@luna/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport } from '../../testing/bodies.ts';
import { got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import {
  begun,
  countPassports,
  DEFAULTS,
  devices,
  imported,
  readJob,
  readRows,
  work,
} from './testing/import-file.ts';
import { unfinishedJobs } from './data/jobs.ts';
import { advanceImport } from './use/advance-import.ts';
import { startImports, sweepImports, workImport } from './use/work-imports.ts';

const range = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${name}-${at}`);

describe('the worker of imports', () => {
  let api: TestApi;
  const woken: string[] = [];
  let wake = (name: string, id: string) => Promise.resolve(void woken.push(`${name} ${id}`));
  beforeAll(async () => {
    api = await startTestApi({ queue: { producer: (name) => ({ wake: (id) => wake(name, id) }) } });
  });
  afterAll(() => api.close());
  const contextOf = async (id: string) => {
    const [job] = await api.database.tx({}, (tx) => unfinishedJobs(tx, id));
    if (job === undefined) throw new Error('the job has ended');
    return job;
  };

  it.each([0, 1, 2, 3, 4])('killed after %i steps of 64 rows: nothing twice', async (steps) => {
    const before = await countPassports(api);
    const id = await begun(api, devices(...range(`K${steps}`, 200)));
    await work(api, id, steps);
    // The step in which it dies has written its rows, and its transaction does not end.
    await expect(
      api.database.tx(await contextOf(id), async (tx) => {
        await advanceImport(tx, api.clock.now(), id, 64);
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    await work(api, id);
    expect(await readJob(api, id)).toMatchObject({
      state: 'FINISHED',
      counts: { total: 200, done: 200, refused: 0 },
    });
    expect(await countPassports(api)).toBe(before + 200);
    const codes = (await readRows(api, id)).map(({ passport }) => passport);
    expect(new Set(codes).size).toBe(200);
  });

  it('leaves a job alone that another worker is at', async () => {
    const id = await begun(api, devices(...range('L', 10)));
    await api.database.tx(await contextOf(id), async (tx) => {
      await advanceImport(tx, api.clock.now(), id);
      await work(api, id);
      expect(await readJob(api, id)).toMatchObject({ state: 'QUEUED' });
    });
    await Promise.all([work(api, id, 50, 2), work(api, id, 50, 2)]);
    await work(api, id);
    expect(await readJob(api, id)).toMatchObject({ state: 'FINISHED', counts: { done: 10 } });
  });

  it('is woken by the upload', async () => {
    const id = await begun(api, devices('S-1'));
    expect(woken).toContain(`imports ${id}`);
  });

  it('finds by schedule what it could not be woken for', async () => {
    await migrateQueue(api.test.queueUrl);
    wake = () => Promise.reject(new Error('the queue is down'));
    const lost = await begun(api, devices('M-1'));
    const queue = createQueue({ databaseUrl: api.test.queueUrl, onError: () => undefined });
    const logger = createLogger({ name: 'worker', level: 'silent' });
    const parts = { database: api.database, queue, clock: api.clock, logger };
    await startImports(parts);
    try {
      // The schedule ticks at once, and then every half minute.
      const state = async () => (await readJob(api, lost)).state;
      await expect.poll(state, { timeout: 20_000 }).toBe('FINISHED');
    } finally {
      await queue.close();
    }
  });

  it('ends a job as FAILED when trying again does not help', async () => {
    const id = await begun(api, devices('N-1'));
    await api.admin.tx({}, (tx) =>
      tx.execute(`UPDATE imports.row SET fields = '{"unknown": "x"}' WHERE job_id = $1`, [id]),
    );
    const lines: string[] = [];
    const logger = createLogger({
      name: 'worker',
      level: 'error',
      destination: { write: (line) => void lines.push(line) },
    });
    const attempt = (count: number) =>
      workImport({ ...api, logger }, id, { attempt: count, signal: AbortSignal.timeout(60_000) });
    await expect(attempt(1)).rejects.toThrow();
    expect(await readJob(api, id)).toMatchObject({ state: 'CREATING' });
    expect(await attempt(5)).toBe(false);
    expect(await readJob(api, id)).toMatchObject({ state: 'FAILED', counts: { done: 0 } });
    expect(lines).toHaveLength(1);
  });

  it('forgets the rows 7 days after the end, and files that were broken off; the jobs stay', async () => {
    const { id } = await imported(api, devices('O-1', 'O-2'));
    const age = (days: number) =>
      api.admin.tx({}, (tx) =>
        tx.execute(
          `UPDATE imports.job SET finished_at = now() - make_interval(mins => $2) WHERE id = $1`,
          [id, Math.round(days * 1440)],
        ),
      );
    await age(6.9);
    expect(await sweepImports(api.database)).toBe(0);
    await age(7.1);
    expect(await sweepImports(api.database)).toBe(2);
    expect(await readRows(api, id)).toEqual([]);
    expect(await readJob(api, id)).toMatchObject({ counts: { done: 2 } });
    const waiting = await begun(api, devices('O-3'));
    const left = async (minutes: number) => {
      await api.admin.tx({}, (tx) =>
        tx.execute(
          `UPDATE imports.job SET state = 'RECEIVING', created_at = now() - make_interval(mins => $2)
           WHERE id = $1`,
          [waiting, minutes],
        ),
      );
      await sweepImports(api.database);
      const sql = 'SELECT FROM imports.row WHERE job_id = $1';
      return (await api.admin.tx({}, (tx) => tx.query(sql, [waiting]))).length;
    };
    expect(await left(59)).toBe(1);
    expect((await refused(getJob({ client: api.client, path: { id: waiting } })))[1]).toBe(
      'JOB_UNKNOWN',
    );
    expect(await left(61)).toBe(0);
  });

  it('shows another company nothing, and a worker without organisation no row', async () => {
    const { id } = await imported(api, devices('P-1'));
    const stranger = await api.as('ADMIN', { organization: 'new' });
    const { client } = stranger;
    for (const ask of [getJob, listJobRows, cancelJob]) {
      const foreign = await refused(ask({ client, path: { id } }));
      const none = await refused(ask({ client, path: { id: stranger.accountId } }));
      expect([ask.name, foreign]).toEqual([ask.name, none]);
    }
    expect(await got(listJobs({ client }))).toEqual([]);
    const seen = (context: object) =>
      api.database.tx(context, async (tx) => [
        (await tx.query('SELECT FROM imports.job')).length,
        (await tx.query('SELECT FROM imports.row')).length,
        await tx.execute(`UPDATE imports.row SET reason = reason`),
        await tx.execute(`UPDATE imports.job SET total = total`),
        await tx.execute(`DELETE FROM imports.job`),
      ]);
    expect(await seen({})).toEqual([0, 0, 0, 0, 0]);
    expect(await seen({ organizationId: stranger.organizationId })).toEqual([0, 0, 0, 0, 0]);
  });

  it('is let by the database to write what an import needs, and no more', async () => {
    const { id } = await imported(api, devices('Q-1'));
    const context = { organizationId: await operatorOf() };
    const run = (sql: string) => api.database.tx(context, (tx) => tx.execute(sql));
    expect(await run(`DELETE FROM imports.job WHERE id = '${id}'`)).toBe(0);
    expect(await run(`UPDATE imports.job SET state = 'QUEUED' WHERE id = '${id}'`)).toBe(0);
    for (const sql of [
      'DELETE FROM imports.row',
      `UPDATE imports.row SET fields = '{}'`,
      'UPDATE imports.job SET org_id = org_id',
      'TRUNCATE imports.row',
    ]) {
      await expect(run(sql)).rejects.toMatchObject({ code: '42501' });
    }
    const anybody = await connect({ url: api.test.publicUrl, poolSize: 1 });
    for (const sql of ['SELECT FROM imports.job', 'SELECT imports.unfinished(NULL)']) {
      await expect(anybody.tx({}, (tx) => tx.query(sql))).rejects.toMatchObject({ code: '42501' });
    }
    await anybody.close();
  });

  it('says of a device that came meanwhile that it exists', async () => {
    const id = await begun(api, devices('R-1', 'R-2'), { ...DEFAULTS, allOrNothing: 'true' });
    await work(api, id, 2);
    await createPassport(api, 'R-1');
    await work(api, id);
    expect(await readJob(api, id)).toMatchObject({
      state: 'FINISHED',
      counts: { accepted: 0, done: 1, refused: 1 },
    });
  });

  const operatorOf = async () => {
    const sql = 'SELECT id FROM organizations.organization WHERE operator';
    return String((await api.admin.tx({}, (tx) => tx.query(sql)))[0]?.['id']);
  };
});
