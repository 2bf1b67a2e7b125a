import { cancelJob, getPassport, listJobs } from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPassport } from '../../testing/bodies.ts';
import { answered, got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import {
  begun,
  countPassports,
  DEFAULTS,
  devices,
  HEADER,
  imported,
  readJob,
  readRows,
  upload,
  work,
} from './testing/import-file.ts';

describe('importing passports', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const passportOf = (code?: string | null) =>
    got(getPassport({ client: api.client, path: { id: code ?? '' } }));
  const jobs = (
    { client }: Pick<TestApi, 'client'>,
    query: { limit?: number; cursor?: string } = {},
  ) => answered(listJobs({ client, query }));

  it('makes a passport of each row and tells its code', async () => {
    const file =
      '\ufeffManufacturer,model,Serial number,manufactured_at,NAME,company,product type,origin,gtin\r\n' +
      '"Medtec, Inc","Filler ""3""",A-1,2026-01,灌装机,MED,PF,CN,09506000134352\r\n' +
      'Medtec,Filler 3,A-2,,,,,DE,\r\n';
    const { job, rows } = await imported(api, file, DEFAULTS, 'a/b\u0000.csv');
    expect(job).toMatchObject({
      state: 'FINISHED',
      format: 'CSV',
      counts: { total: 2, accepted: 0, done: 2, refused: 0 },
      progress: 100,
    });
    expect(rows).toMatchObject([
      { line: 2, outcome: 'done', code: null, reason: null },
      { line: 3, outcome: 'done' },
    ]);
    const codes = rows.map(({ passport }) => passport ?? '');
    expect(await passportOf(codes[0])).toMatchObject({
      manufacturer: 'Medtec, Inc',
      model: 'Filler "3"',
      serialNumber: 'A-1',
      manufacturedAt: '2026-01',
      name: '灌装机',
      gtin: '09506000134352',
    });
    expect(codes[1]).toMatch(/^DP-MED-2606-PF-DE-/);
  });

  it('reads AAS Digital Nameplates', async () => {
    const plate = (serial?: string) => ({
      modelType: 'Submodel',
      id: `urn:plate:${serial ?? 'none'}`,
      semanticId: {
        type: 'ExternalReference',
        keys: [
          { type: 'GlobalReference', value: 'https://admin-shell.io/idta/nameplate/3/0/Nameplate' },
        ],
      },
      submodelElements: Object.entries({
        ManufacturerName: 'Muster AG',
        ManufacturerProductType: 'P-200',
        ...(serial === undefined ? {} : { SerialNumber: serial }),
        DateOfManufacture: '2022-03-17',
        CountryOfOrigin: 'DE',
      }).map(([idShort, value]) => ({ modelType: 'Property', idShort, value })),
    });
    const file = JSON.stringify({ submodels: [plate('77'), plate(), plate('77')] });
    const { job, rows } = await imported(api, file, { company: 'MED', productType: 'PF' });
    expect(job).toMatchObject({
      state: 'FINISHED',
      format: 'AAS',
      counts: { done: 1, refused: 2 },
    });
    expect(rows).toMatchObject([
      { line: 1, outcome: 'done', passport: expect.stringMatching('-2203-PF-DE-') as string },
      { line: 2, code: 'ELEMENT_MISSING', column: 'SerialNumber' },
      { line: 3, code: 'DEVICE_REPEATED', column: 'SerialNumber' },
    ]);
  });

  it('names line, column and reason of what it refuses, and does the rest', async () => {
    const { code } = await createPassport(api, 'B-1');
    const file = [
      `${HEADER},Manufactured At,giai`,
      'Medtec,Filler 3,B-1,,',
      'Medtec,Filler 3,B-2,March,5',
      'Medtec,Filler 3',
      'Medtec,"Filler',
      '3",B-3,,',
      'Medtec,Filler 3,B-4,,',
      'Medtec,Other,B-4,,',
      ',Filler 3,B-5,,',
      ','.repeat(1000),
    ].join('\n');
    const { job, rows } = await imported(api, file);
    expect(job).toMatchObject({ state: 'FINISHED', counts: { total: 8, done: 1, refused: 7 } });
    expect(rows.map((row) => [row.line, row.column, row.code])).toEqual([
      [2, null, 'DEVICE_EXISTS'],
      [3, 'Manufactured At', 'VALIDATION_FAILED'],
      [4, null, 'CSV_ROW'],
      [5, 'model', 'VALIDATION_FAILED'],
      [7, null, null],
      [8, 'serialNumber', 'DEVICE_REPEATED'],
      [9, 'manufacturer', 'VALIDATION_FAILED'],
      [10, null, 'CSV_ROW'],
    ]);
    expect(rows[0]?.reason).toContain(code);
    expect(rows[1]?.reason).toMatch(/^expected a month as YYYY-MM; giai: expected a GIAI/);
    expect(rows[5]?.reason).toBe('This is the device of line 7 again.');
  });

  it('takes devices over for whoever may', async () => {
    const file = `${HEADER},status,reason\nMedtec,Filler 3,C-1,IN_SERVICE,bought used\nMedtec,Filler 3,C-2,,\n`;
    const operator = await api.as('OPERATOR');
    expect(await refused(upload(operator, file))).toEqual([403, 'NOT_PERMITTED']);
    const { rows } = await imported(api, file);
    const [taken] = rows;
    expect(await passportOf(taken?.passport)).toMatchObject({ status: 'IN_SERVICE' });
  });

  it('dry run: judges everything and writes no passport', async () => {
    await createPassport(api, 'D-1');
    const before = await countPassports(api);
    const file = `${devices('D-1', 'D-2', 'D-2')}Medtec,,D-3\n`;
    const { job, rows } = await imported(api, file, { ...DEFAULTS, dryRun: 'true' });
    expect(job).toMatchObject({
      state: 'FINISHED',
      dryRun: true,
      counts: { total: 4, accepted: 1, done: 0, refused: 3 },
      progress: 100,
    });
    expect(rows.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['refused', 'DEVICE_EXISTS'],
      ['accepted', null],
      ['refused', 'DEVICE_REPEATED'],
      ['refused', 'VALIDATION_FAILED'],
    ]);
    expect(await countPassports(api)).toBe(before);
    // Nothing of the check is left, not even a number of the sequence.
    const { rows: made } = await imported(api, devices('D-2'));
    expect(made).toMatchObject([{ outcome: 'done' }]);
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['a device that exists', devices('E-1', 'E-0'), {}, 'DEVICE_EXISTS'],
    ['a device twice', devices('E-1', 'E-2', 'E-1'), {}, 'DEVICE_REPEATED'],
    ['a wrong row', `${devices('E-1')}Medtec,,E-2\n`, {}, 'VALIDATION_FAILED'],
    ['an unreadable row', `${devices('E-1')}Medtec\n`, {}, 'CSV_ROW'],
    ['another company', devices('E-1'), { company: 'ZZZ' }, 'COMPANY_NOT_YOURS'],
  ])('all or nothing: %s refuses the whole', async (_, file, more, code) => {
    const company = await api.as('ADMIN', { organization: 'new' });
    await api.as('ADMIN', { organization: 'new' });
    const own = { ...DEFAULTS, company: await codeOf(company.organizationId), ...more };
    await work(api, await begun(company, devices('E-0'), { ...own, company: own.company }));
    const before = await countPassports(company);
    const id = await begun(company, file, { ...own, allOrNothing: 'true' });
    await work(api, id);
    expect(await readJob(company, id)).toMatchObject({ state: 'REFUSED', counts: { done: 0 } });
    expect(await readRows(company, id, 'refused')).toMatchObject([{ code }]);
    expect(await countPassports(company)).toBe(before);
  });

  it('all or nothing: a good file is checked, then created', async () => {
    const id = await begun(api, devices(...range('F', 100)), { ...DEFAULTS, allOrNothing: 'true' });
    await work(api, id, 3);
    expect(await readJob(api, id)).toMatchObject({
      state: 'CREATING',
      progress: 50,
      counts: { total: 100, accepted: 100, done: 0 },
    });
    await work(api, id, 1);
    expect(await readJob(api, id)).toMatchObject({
      progress: 82,
      counts: { accepted: 36, done: 64, refused: 0 },
    });
    await work(api, id);
    expect(await readJob(api, id)).toMatchObject({
      state: 'FINISHED',
      counts: { accepted: 0, done: 100, refused: 0 },
    });
  });

  it('starts once per idempotency key', async () => {
    const before = (await jobs(api)).meta.total;
    const first = await begun(api, devices('G-1'), DEFAULTS, { key: 'g' });
    await work(api, first);
    expect(await begun(api, devices('G-1'), DEFAULTS, { key: 'g' })).toBe(first);
    expect(await refused(upload(api, devices('G-2'), DEFAULTS, { key: 'g' }))).toEqual([
      422,
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    const other = { ...DEFAULTS, dryRun: 'true' };
    expect((await refused(upload(api, devices('G-1'), other, { key: 'g' })))[0]).toBe(422);
    expect((await jobs(api)).meta.total).toBe(before + 1);
    expect(await receiving()).toBe(0);
  });

  it('records who started it', async () => {
    const id = await begun(api, devices('H-1'));
    const acts = await api.admin.tx({}, (tx) =>
      tx.query(
        `SELECT json -> 'data' AS data FROM ledger.payload WHERE json -> 'data' -> 'subject' ->> 'id' = $1`,
        [id],
      ),
    );
    expect(acts).toMatchObject([
      { data: { act: 'import.started', subject: { type: 'job' }, details: { rows: 1 } } },
    ]);
  });

  it('is cancelled where it is', async () => {
    const id = await begun(api, devices(...range('I', 130)));
    await work(api, id, 2);
    const cancel = (job: string) => cancelJob({ client: api.client, path: { id: job } });
    expect(await got(cancel(id))).toMatchObject({
      state: 'CANCELLED',
      counts: { total: 130, done: 64 },
    });
    await work(api, id);
    expect(await readJob(api, id)).toMatchObject({ counts: { done: 64 } });
    expect(await readRows(api, id, 'pending')).toHaveLength(66);
    expect(await refused(cancel(id))).toEqual([409, 'JOB_ENDED']);
    expect(await refused(cancel('x'))).toEqual([404, 'JOB_UNKNOWN']);
  });

  it('lists jobs page by page, newest first', async () => {
    const company = await api.as('OPERATOR', { organization: 'new' });
    const ids = [];
    for (const serial of ['1', '2', '3']) ids.push(await begun(company, devices(serial)));
    const first = await jobs(company, { limit: 2 });
    const cursor = first.meta.nextCursor ?? '';
    const second = await jobs(company, { limit: 2, cursor });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids.reverse());
    expect(first.meta.total).toBe(3);
    expect(second.meta.nextCursor).toBeNull();
  });

  const range = (name: string, count: number) =>
    Array.from({ length: count }, (_, at) => `${name}-${at}`);
  const codeOf = async (organizationId: string) => {
    const sql = 'SELECT code FROM organizations.organization WHERE id = $1';
    const row = await api.admin.tx({}, (tx) =>
      tx.row(z.object({ code: z.string() }), sql, [organizationId]),
    );
    return row?.code ?? '';
  };
  const receiving = async () => {
    const sql = `SELECT count(*) FROM imports.job WHERE state = 'RECEIVING'`;
    return (await api.admin.tx({}, (tx) => tx.query(sql)))[0]?.['count'];
  };
});
