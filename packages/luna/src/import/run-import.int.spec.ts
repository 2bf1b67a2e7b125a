import { connectApi, listEvents, listPassports } from '@luna/api-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogKeeper, type LogKeeper } from '../../../../api/src/testing/seal-log.ts';
import { startTestApi, type TestApi } from '../../../../api/src/testing/test-api.ts';
import { answer } from '../api/call.ts';
import { MACHINES, writeFiles } from '../testing/write-files.ts';
import { readDevicesCsv } from './devices-csv.ts';
import type { Importer } from './importer.ts';
import { readMachines } from './machines.ts';
import { runImport } from './run-import.ts';
import { sendPassports } from './send-passports.ts';
import { waitUntilAnchored } from './wait-until-anchored.ts';

const CODES = { company: 'MSF', productType: 'IP', origin: 'US' } as const;
const DEFAULTS = { company: 'MED', productType: 'PF', origin: 'CN' };
/** One failure is in the file twice, which means that it happened twice. */
const TWICE = {
  'PdM_failures.csv': `${MACHINES['PdM_failures.csv']}2015-01-05 06:00:00,1,comp4\n`,
};
const WRITE = { dryRun: false, allOrNothing: false };

describe('runImport', () => {
  let api: TestApi;
  let importer: Importer;
  let files: ReturnType<typeof writeFiles>;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());
  beforeEach(() => {
    importer = {
      client: connectApi(api.url, api.key),
      url: api.url,
      onProgress: () => undefined,
    };
  });
  afterEach(() => files.remove());

  const passports = async () => {
    const { client, url } = importer;
    return answer(url, listPassports({ client, query: { limit: 100 } }));
  };
  const machines = (changed = {}) => {
    files = writeFiles({ ...MACHINES, ...changed });
    return readMachines(files.folder, CODES);
  };
  const devices = (content: string) => {
    files = writeFiles({ 'd.csv': content });
    return readDevicesCsv(files.path('d.csv'), DEFAULTS);
  };

  describe('of the data set', () => {
    it('judges without writing in a dry run', async () => {
      const report = await runImport(importer, machines(), { dryRun: true, allOrNothing: false });
      expect(report).toMatchObject({
        passports: { written: 2, present: 0 },
        events: { written: 5, present: 0, leftOut: 0 },
        problems: [],
      });
      expect((await passports()).meta.total).toBe(0);
    });

    it('goes on where an interrupted run has stopped', async () => {
      const plan = machines();
      await sendPassports(importer, plan.file, plan.passports, WRITE);
      const half = { ...plan, events: plan.events.slice(0, 2) };
      expect((await runImport(importer, half, WRITE)).events).toEqual({
        written: 2,
        present: 0,
        leftOut: 0,
      });
      const report = await runImport(importer, plan, WRITE);
      expect(report).toMatchObject({
        passports: { written: 0, present: 2 },
        events: { written: 3, present: 2 },
      });
    });

    it('writes the history in the order it occurred, once', async () => {
      const plan = machines();
      const report = await runImport(importer, plan, WRITE);
      expect(report).toMatchObject({
        passports: { written: 0, present: 2 },
        events: { written: 0, present: 5 },
      });
      const { data } = await passports();
      const first = data.find(({ serialNumber }) => serialNumber === '1');
      expect(first).toMatchObject({ status: 'IN_SERVICE', manufacturedAt: '1997-01' });
      const { client, url } = importer;
      const path = { id: first?.code ?? '' };
      const history = await answer(url, listEvents({ client, path }));
      expect(
        history.data.map(({ kind, payload }) => [kind, payload?.occurredAt.slice(0, 10)]),
      ).toEqual([
        ['passport.created', '2026-06-16'],
        ['passport.taken_over', '2026-06-16'],
        ['passport.part_replaced', '2014-06-01'],
        ['passport.noted', '2015-01-05'],
        ['passport.noted', '2015-01-05'],
        ['passport.part_replaced', '2015-01-05'],
      ]);
      expect(report.newest.get(path.id)).toBe(6);
    });

    it('adds what a later file says more, also when it says the same thing twice', async () => {
      const plan = machines(TWICE);
      expect((await runImport(importer, plan, WRITE)).events).toMatchObject({
        written: 1,
        present: 5,
      });
      expect((await runImport(importer, plan, WRITE)).events).toMatchObject({
        written: 0,
        present: 6,
      });
    });

    it('adds nothing even when idempotency keys have been forgotten', async () => {
      const plan = machines(TWICE);
      const [row] = await api.database.tx({}, (tx) =>
        tx.query('SELECT id FROM organizations.organization'),
      );
      await api.database.tx({ organizationId: String(row?.['id']) }, (tx) =>
        tx.execute('DELETE FROM ledger.request'),
      );
      expect(await runImport(importer, plan, WRITE)).toMatchObject({
        passports: { written: 0, present: 2 },
        events: { written: 0, present: 6 },
        problems: [],
      });
    });
  });

  describe('of a CSV file', () => {
    const bad =
      'manufacturer,model,serialNumber,origin,status\nAcme,M1,1,DE,\nAcme,M1,2,QQ,\nAcme,,3,DE,\nAcme,M1,4,DE,BROKEN\nAcme,M1\nAcme,M1,5,DE,IN_SERVICE\n';
    const places = [
      [6, ''],
      [3, 'origin'],
      [4, 'model'],
      [5, 'status'],
    ];

    it('names line, column and reason of bad rows in a dry run', async () => {
      const report = await runImport(importer, devices(bad), { dryRun: true, allOrNothing: false });
      expect(report.problems.map(({ line, column }) => [line, column])).toEqual(places);
      expect(report.problems[1]?.reason).toMatch(/country code/);
      expect(report.passports).toEqual({ written: 2, present: 0 });
    });

    it('refuses the whole file when all or nothing is asked for', async () => {
      const before = (await passports()).meta.total;
      const report = await runImport(importer, devices(bad), { dryRun: false, allOrNothing: true });
      expect(report).toMatchObject({ refusedWhole: true, passports: { written: 0 } });
      expect(report.problems.map(({ line, column }) => [line, column])).toEqual(places);
      expect((await passports()).meta.total).toBe(before);
    });

    it('imports the good rows otherwise', async () => {
      const report = await runImport(importer, devices(bad), WRITE);
      expect(report).toMatchObject({ passports: { written: 2, present: 0 }, refusedWhole: false });
      expect(report.problems).toHaveLength(4);
      const again = await runImport(importer, devices(bad), WRITE);
      expect(again.passports).toEqual({ written: 0, present: 2 });
    });

    it('takes all of a clean file, what is there already included', async () => {
      const clean = 'manufacturer,model,serialNumber,origin\nAcme,M1,1,DE\nAcme,M1,9,DE\n';
      const options = { dryRun: false, allOrNothing: true };
      expect(await runImport(importer, devices(clean), options)).toMatchObject({
        passports: { written: 1, present: 1 },
        problems: [],
      });
    });

    it('does not take a device for the same when the file says something else of it', async () => {
      const other = 'manufacturer,model,serialNumber,origin\nAcme,M2,1,DE\n';
      const report = await runImport(importer, devices(other), WRITE);
      expect(report.problems).toEqual([
        expect.objectContaining({
          line: 2,
          column: 'model',
          reason: expect.stringMatching(/has passport DP-MED-\S+, which says M1 here/) as unknown,
        }),
      ]);
      expect(report.passports).toEqual({ written: 0, present: 0 });
    });

    it('sends more than one batch', async () => {
      const rows = Array.from({ length: 1203 }, (_, at) => `Bulk,M1,${at},DE`);
      const plan = devices(`manufacturer,model,serialNumber,origin\n${rows.join('\n')}\n`);
      const seen: number[] = [];
      importer.onProgress = (_, done) => seen.push(done);
      expect((await runImport(importer, plan, WRITE)).passports.written).toBe(1203);
      expect(seen).toEqual([1000, 1203]);
    });
  });
});

describe('waitUntilAnchored', () => {
  let api: TestApi;
  let keeper: LogKeeper;
  beforeAll(async () => {
    api = await startTestApi();
    keeper = await createLogKeeper(api.test, api.content);
  });
  afterAll(async () => {
    await keeper.close();
    await api.close();
  });

  it('waits until a final anchor covers what was written, and no longer', async () => {
    const client = connectApi(api.url, api.key);
    const importer: Importer = { client, url: api.url, onProgress: () => undefined };
    const files = writeFiles(MACHINES);
    await keeper.seal();
    const report = await runImport(importer, readMachines(files.folder, CODES), WRITE);
    files.remove();
    const seen: string[] = [];
    let anchored = false;
    const waiting = waitUntilAnchored({
      client,
      url: api.url,
      newest: report.newest,
      onProgress: (what, done, total) => seen.push(`${what} ${done}/${total}`),
    }).finally(() => {
      anchored = true;
    });
    const until = (text: string) => expect.poll(() => seen.at(-1), { timeout: 20_000 }).toBe(text);
    await until('sealed 0/9');
    expect(await keeper.seal()).toBe(9);
    await until('anchored 0/9');
    await keeper.anchor({ finalised: false });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(anchored).toBe(false);
    await keeper.anchor();
    expect(await waiting).toMatchObject({ size: 9, chainId: 31_337, index: 2 });
  });

  it('gives up with a hint when nothing moves', async () => {
    const client = connectApi(api.url, api.key);
    const importer: Importer = { client, url: api.url, onProgress: () => undefined };
    const files = writeFiles({ 'd.csv': 'manufacturer,model,serialNumber\nA,b,c\n' });
    const plan = readDevicesCsv(files.path('d.csv'), DEFAULTS);
    const { newest } = await runImport(importer, plan, WRITE);
    files.remove();
    await expect(
      waitUntilAnchored({
        client,
        url: api.url,
        newest,
        onProgress: () => undefined,
        patience: 300,
      }),
    ).rejects.toMatchObject({
      code: 'ANCHOR_OVERDUE',
      message: expect.stringContaining('indexer') as unknown,
    });
  });
});
