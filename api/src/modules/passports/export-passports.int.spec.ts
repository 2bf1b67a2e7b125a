import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createPassport, newPassportBody, refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

const records = z.array(z.record(z.string(), z.string()));
const URL_OF_EXPORT = '/api/v1/passports/export.csv';
const MANY = 50_000;

describe('GET /api/v1/passports/export.csv', () => {
  let api: TestApi;
  let med: Awaited<ReturnType<TestApi['as']>>;
  beforeAll(async () => {
    api = await startTestApi();
    med = await api.as('OPERATOR', { organization: 'new', code: 'MED' });
    const items = Array.from({ length: 25 }, (_, at) =>
      newPassportBody(`S-${at}`, at % 5 === 0 ? { model: 'Packer' } : {}),
    );
    await med.send({ method: 'POST', url: '/api/v1/batches/passports', body: { items } });
  });
  afterAll(() => api.close());

  const rowsOf = async (query = '', who: Pick<TestApi, 'send'> = med) => {
    const answer = await who.send({ url: URL_OF_EXPORT + query });
    expect(answer).toMatchObject({ status: 200 });
    return records.parse(parse(answer.raw, { columns: true }));
  };

  it('is a file with what the list says, newest first', async () => {
    const answer = await med.send({ url: URL_OF_EXPORT });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="passports.csv"',
      'cache-control': 'no-store',
    });
    expect(answer.raw.toString()).toMatch(/^code,company,[^\r\n]*,id\r\nDP-MED-/);
    const rows = await rowsOf();
    expect(rows.map((row) => row['serialNumber'])).toEqual(
      Array.from({ length: 25 }, (_, at) => `S-${24 - at}`),
    );
    const first = await med.send({ url: `/api/v1/passports/${rows[0]?.['code'] ?? ''}` });
    const { data } = z.object({ data: z.record(z.string(), z.unknown()) }).parse(first.body);
    for (const [name, value] of Object.entries(rows[0] ?? {})) {
      const shown = data[name] ?? '';
      // Flags are a list, and this device has none.
      const text = Array.isArray(shown) ? '' : z.coerce.string().parse(shown);
      expect([name, value]).toEqual([name, text]);
    }
  });

  it('filters like the list, text included', async () => {
    expect(await rowsOf('?model=Packer')).toHaveLength(5);
    expect(await rowsOf('?serialNumber=S-7')).toMatchObject([{ serialNumber: 'S-7' }]);
    expect(await rowsOf('?q=pack')).toHaveLength(5);
    expect(await rowsOf('?company=QQQ')).toEqual([]);
    for (const query of ['?status=BROKEN', '?limit=5', '?bom=1']) {
      const answer = await med.send({ url: URL_OF_EXPORT + query });
      expect(refusalOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    }
  });

  it('begins with a byte order mark where it is asked for', async () => {
    const [plain, marked] = await Promise.all(
      ['', '?bom=true'].map((query) => med.send({ url: URL_OF_EXPORT + query })),
    );
    expect(marked?.raw.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(marked?.raw.subarray(3)).toEqual(plain?.raw);
  });

  it('runs in no spreadsheet, whichever field says so, and keeps quotes', async () => {
    const zzz = await api.as('OPERATOR', { organization: 'new', code: 'ZZZ' });
    const texts = { manufacturer: '=cmd', model: '+1,"x"', serialNumber: '-1', name: '@SUM(A1)' };
    const body = newPassportBody('', { company: 'ZZZ', ...texts });
    const made = await zzz.send({ method: 'POST', url: '/api/v1/passports', body });
    expect(made.status).toBe(201);
    expect(await rowsOf('', zzz)).toMatchObject([
      {
        manufacturer: `'=cmd`,
        model: `'+1,"x"`,
        serialNumber: `'-1`,
        name: `'@SUM(A1)`,
      },
    ]);
  });

  it('is the organisation’s alone', async () => {
    await createPassport(api, 'of the operator', { company: 'OPR' });
    const other = await api.as('ADMIN', { organization: 'new', code: 'OTH' });
    expect(await rowsOf('', other)).toEqual([]);
    expect((await rowsOf()).every((row) => row['company'] === 'MED')).toBe(true);
    const nobody = await api.send({ url: URL_OF_EXPORT, key: false });
    expect(refusalOf(nobody)).toEqual([401, 'SIGN_IN_REQUIRED']);
  });

  describe(`${MANY.toLocaleString('en')} passports`, () => {
    let many: Awaited<ReturnType<TestApi['as']>>;
    beforeAll(async () => {
      many = await api.as('OPERATOR', { organization: 'new', code: 'BIG' });
      await api.admin.tx({}, async (tx) => {
        // Without the words to search by, which take longest.
        await tx.execute('SET LOCAL session_replication_role = replica');
        await tx.execute(
          `INSERT INTO passports.passport (org_id, code, stream, company, product_type, origin,
             manufacturer, model, name, serial_number, status, flags, position)
           SELECT $1, code, sha256('\\x6c756e612f73747265616d2f310a'::bytea || convert_to('passport:' || code, 'UTF8')),
             'BIG', 'PF', 'CN', repeat('m', 200), repeat('x', 200), repeat('n', 200), code, 'CREATED', '{}', 1
           FROM (SELECT 'DP-BIG-2601-PF-CN-' || lpad(n::text, 6, '0') || '-0A' AS code
             FROM generate_series(1, ${MANY}) n) made`,
          [many.organizationId],
        );
      });
    }, 120_000);

    const get = (signal?: AbortSignal) =>
      fetch(`${api.url}${URL_OF_EXPORT}`, {
        headers: { authorization: `Bearer ${many.token}`, 'accept-encoding': 'identity' },
        ...(signal && { signal }),
      });

    it('go out each once, and memory stays flat', async () => {
      const response = await get();
      const codes = new Set<string>();
      const decoder = new TextDecoder();
      setFlagsFromString('--expose-gc');
      const collect = z.custom<() => void>((value) => typeof value === 'function');
      const gc = collect.parse(runInNewContext('gc'));
      const inUse = () => {
        gc();
        return process.memoryUsage().heapUsed;
      };
      const before = inUse();
      let most = 0;
      let measured = 0;
      let rest = '';
      for await (const chunk of response.body ?? []) {
        const lines = (rest + decoder.decode(chunk, { stream: true })).split('\r\n');
        rest = lines.pop() ?? '';
        for (const line of lines) codes.add(Buffer.from(line.slice(0, 27)).toString());
        if (codes.size > measured + MANY / 10) {
          measured = codes.size;
          most = Math.max(most, inUse() - before);
        }
      }
      expect(codes.size).toBe(MANY + 1);
      expect(measured).toBeGreaterThan(MANY / 2);
      // The whole file has 40 MB, its rows several times as much; the codes have eight.
      expect(most).toBeLessThan(24 * 1024 * 1024);
    }, 120_000);

    it('are read no faster than they are taken, and no more once the reader has gone', async () => {
      const batches = vi.spyOn(api.database, 'tx');
      const gone = new AbortController();
      const reader = (await get(gone.signal)).body?.getReader();
      await reader?.read();
      // Until nothing more is read for a second: buffers on the way take some.
      let waiting = 0;
      while (waiting !== batches.mock.calls.length) {
        waiting = batches.mock.calls.length;
        await sleep(1_000);
      }
      expect(waiting).toBeLessThan(MANY / 1_000 / 2);
      gone.abort();
      await sleep(500);
      const then = batches.mock.calls.length;
      await sleep(1_000);
      expect(batches.mock.calls.length).toBe(then);
      expect(then).toBeLessThanOrEqual(waiting + 1);
      batches.mockRestore();
      expect(api.errors).toEqual([]);
    });
  });
});
