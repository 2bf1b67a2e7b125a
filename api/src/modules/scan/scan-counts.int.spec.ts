import { getScans, type ApiClient } from '@luna/api-client';
import { connect, type Database } from '@luna/database';
import { createLogger } from '@luna/runtime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createPassport, refusalOf } from '../../testing/bodies.ts';
import { got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { ScanCounts } from './use/scan-counts.ts';

describe('scans', () => {
  let api: TestApi;
  let admin: Database;
  beforeAll(async () => {
    api = await startTestApi();
    admin = await connect({ url: api.test.adminUrl, poolSize: 1 });
  });
  afterAll(async () => {
    await admin.close();
    await api.close();
  });

  const today = new Date().toISOString().slice(0, 10);
  const counted = async (id: string) => {
    const row = z.object({ scans: z.int() });
    const found = await admin.tx({}, (tx) =>
      tx.row(
        row,
        'SELECT coalesce(sum(scans), 0)::int AS scans FROM scan.daily WHERE passport_id = $1',
        [id],
      ),
    );
    return found?.scans;
  };
  const eventually = (id: string, scans: number) =>
    vi.waitFor(async () => expect(await counted(id)).toBe(scans), { timeout: 8000, interval: 100 });
  const get = (url: string, init: RequestInit = {}) => fetch(`${api.url}${url}`, init);

  it('are counted per device and day, whoever reads and however many at once', async () => {
    const one = await createPassport(api, 'one');
    const two = await createPassport(api, 'two');
    await Promise.all([
      ...Array.from({ length: 40 }, () => get(`/api/v1/scan/${one.code}`)),
      ...Array.from({ length: 10 }, () => get(`/p/${one.code}`)),
      ...Array.from({ length: 5 }, () => get(`/api/v1/scan/${two.code}`)),
    ]);
    await eventually(one.id, 50);
    await eventually(two.id, 5);
    await get(`/p/${one.code}`);
    await eventually(one.id, 51);
    const query = { from: today, to: today };
    expect(await got(getScans({ client: api.client, path: { id: one.code }, query }))).toEqual({
      from: today,
      to: today,
      total: 51,
      days: [{ day: today, scans: 51 }],
    });
  });

  it('are neither HEAD, nor looking again at what has not changed, nor what leads to a device', async () => {
    const device = await createPassport(api, 'quiet', { gtin: '09520123456788' });
    const url = `/api/v1/scan/${device.code}`;
    const etag = (await get(url)).headers.get('etag') ?? '';
    expect((await get(url, { method: 'HEAD' })).status).toBe(200);
    expect((await get(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await get(`/p/${device.code}`, { method: 'HEAD' })).status).toBe(200);
    const link = '/01/09520123456788/21/quiet';
    expect((await get(link, { redirect: 'manual' })).status).toBe(307);
    expect((await get(`${link}?linkType=linkset`)).status).toBe(200);
    expect((await get(`/p/${device.code}`, { headers: { accept: 'text/x' } })).status).toBe(406);
    await eventually(device.id, 1);
  });

  it('are written when the process ends, and kept while the database is away', async () => {
    const { id } = await createPassport(api, 'ending');
    const lines: string[] = [];
    const logger = createLogger({
      name: 'api',
      level: 'warn',
      destination: { write: (line) => void lines.push(line) },
    });
    const database = await connect({ url: api.test.publicUrl, poolSize: 1 });
    const counts = new ScanCounts(database, logger);
    counts.add(id);
    counts.add(id);
    await admin.tx({}, (tx) => tx.query('ALTER TABLE scan.daily RENAME TO away'));
    await counts.write();
    expect(lines).toHaveLength(1);
    await admin.tx({}, (tx) => tx.query('ALTER TABLE scan.away RENAME TO daily'));
    expect(await counted(id)).toBe(0);
    counts.add(id);
    await counts.onModuleDestroy();
    expect(await counted(id)).toBe(3);
    await database.close();
  });

  it('of two processes add up', async () => {
    const devices = await Promise.all(
      Array.from({ length: 20 }, (_, n) => createPassport(api, `both ${n}`)),
    );
    const logger = createLogger({ name: 'api', level: 'silent' });
    const databases = [1, 2, 3].map(() => connect({ url: api.test.publicUrl, poolSize: 1 }));
    const processes = (await Promise.all(databases)).map((database) => ({
      database,
      counts: new ScanCounts(database, logger),
    }));
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        processes.map(({ counts }, at) => {
          const order = at === 1 ? [...devices].reverse() : devices;
          for (const { id } of order) counts.add(id);
          return counts.write();
        }),
      );
    }
    expect(await Promise.all(devices.map(({ id }) => counted(id)))).toEqual(devices.map(() => 30));
    await Promise.all(processes.map(({ database }) => database.close()));
  });

  it('are told to the owner alone', async () => {
    const { code } = await createPassport(api, 'mine');
    const scansFor = (client: ApiClient) => getScans({ client, path: { id: code } });
    expect(await refused(scansFor(api.connect()))).toEqual([401, 'SIGN_IN_REQUIRED']);
    const stranger = await api.as('ADMIN', { organization: 'new' });
    expect(await refused(scansFor(stranger.client))).toEqual([404, 'PASSPORT_UNKNOWN']);
    const viewer = await api.as('AUDITOR');
    expect(await got(scansFor(viewer.client))).toMatchObject({ total: 0 });
  });

  it.each(['from=2026-06-17&to=2026-06-16', 'from=2020-01-01', 'from=yesterday', 'day=2026-06-16'])(
    'refuse %s',
    async (query) => {
      const { code } = await createPassport(api, query);
      const answer = await api.send({ url: `/api/v1/passports/${code}/scans?${query}` });
      expect(refusalOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    },
  );

  it('have no column that could hold an address or an agent, and one way in', async () => {
    const row = z.object({ columns: z.array(z.string()) });
    const found = await admin.tx({}, (tx) =>
      tx.row(
        row,
        `SELECT array_agg(attname || ' ' || format_type(atttypid, atttypmod) ORDER BY attnum) AS columns
         FROM pg_attribute WHERE attrelid = 'scan.daily'::regclass AND attnum > 0`,
      ),
    );
    expect(found?.columns).toEqual(['passport_id uuid', 'day date', 'scans bigint']);
    const database = await connect({ url: api.test.publicUrl, poolSize: 1 });
    const run = (sql: string) => database.tx({}, (tx) => tx.query(sql));
    for (const sql of [
      'SELECT * FROM scan.daily',
      'DELETE FROM scan.daily',
      'UPDATE scan.daily SET scans = 1',
      `INSERT INTO scan.daily VALUES (gen_random_uuid(), now(), 1)`,
    ]) {
      await expect(run(sql), sql).rejects.toMatchObject({ code: '42501' });
    }
    await run(`SELECT scan.count_scans('{}', '{}')`);
    await database.close();
  });
});
