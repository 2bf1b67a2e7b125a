import { request } from 'node:http';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportPassportsData } from '@luna/api-client';
import { refusalOf } from '../../testing/bodies.ts';
import { refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { DEFAULTS, devices, HEADER, readJob, upload, work } from './testing/import-file.ts';

const SEED = 20_261_201;
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('files that are refused', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ env: { IMPORT_LIMIT_MIB: '3' } });
  });
  afterAll(() => api.close());

  /** Whatever came in of a refused file is gone. */
  const kept = async () => {
    const sql =
      'SELECT (SELECT count(*) FROM imports.job) + (SELECT count(*) FROM imports.row) AS kept';
    return (await api.admin.tx({}, (tx) => tx.query(sql)))[0]?.['kept'];
  };
  const many = devices(...Array.from({ length: 2_500 }, (_, at) => at));

  it.each<[string, string | Uint8Array, [number, string], string]>([
    ['nothing', '', [400, 'FILE_EMPTY'], 'empty'],
    ['a byte order mark', '\ufeff', [400, 'FILE_EMPTY'], 'empty'],
    ['a header alone', `${HEADER}\n`, [400, 'FILE_EMPTY'], 'no device'],
    ['an unknown column', `${HEADER},owner\n`, [400, 'CSV_COLUMNS'], '"owner"'],
    ['a column twice', `${HEADER},Serial Number\n`, [400, 'CSV_COLUMNS'], '"Serial Number"'],
    ['a missing column', 'manufacturer,model\na,b\n', [400, 'CSV_COLUMNS'], 'serialNumber'],
    ['semicolons', `${HEADER.replaceAll(',', ';')}\na;b;c\n`, [400, 'CSV_COLUMNS'], '"manu'],
    ['Latin-1', latin1(`${many}M\u00fcller,a,b\n`), [400, 'CSV_ENCODING'], 'Line 2502 '],
    ['UTF-16', Buffer.from(`\ufeff${many}`, 'utf16le'), [400, 'CSV_ENCODING'], 'Line 1 '],
    ['NUL', `${many}a,b,\0\n`, [400, 'CSV_ENCODING'], 'Line 2502 '],
    ['an open quote', `${many}a,b,"c\n`, [400, 'CSV_INVALID'], 'Line 2502: '],
    ['a long row', `${many}a,b,${'c'.repeat(70_000)}\n`, [400, 'CSV_INVALID'], 'Line 2502: '],
    ['JSON of something else', '{"a":1}', [422, 'NAMEPLATE_MISSING'], 'Nameplate'],
    ['broken JSON', '{"submodels":[', [400, 'JSON_INVALID'], ''],
    ['a lone surrogate', '["\\ud800"]', [400, 'JSON_LONE_SURROGATE'], ''],
  ])('%s', async (_, file, expected, said) => {
    const answer = upload(api, file);
    expect(await refused(answer)).toEqual(expected);
    expect((await answer).error).toMatchObject({
      message: expect.stringContaining(said) as unknown,
    });
    expect(await kept()).toBe(0);
  });

  it.each<[string, Omit<ImportPassportsData['body'], 'file'> & { colour?: string }]>([
    ['what neither file nor form says', { company: 'MED', productType: 'PF' }],
    ['an unknown field', { ...DEFAULTS, colour: 'red' }],
    ['a company of four letters', { ...DEFAULTS, company: 'ABCD' }],
    ['a flag that is none', { ...DEFAULTS, dryRun: 'yes' }],
  ])('a form with %s, after its rows came in', async (_, fields) => {
    expect(await refused(upload(api, devices('1'), fields))).toEqual([400, 'VALIDATION_FAILED']);
    expect(await kept()).toBe(0);
  });

  it('a file over the limit, while it comes in', async () => {
    let sent = 0;
    function* unended() {
      const boundary = '--luna\r\ncontent-disposition: form-data; name="file"; filename="a.csv"';
      yield `${boundary}\r\n\r\n${HEADER}\n`;
      const rows = 'Medtec,Filler 3,4711\n'.repeat(3_000);
      for (; sent < 5 * 1024 ** 2; sent += rows.length) yield rows;
    }
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(`${api.url}/api/v1/passports/imports`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${api.key}`,
          'content-type': 'multipart/form-data; boundary=luna',
        },
      });
      sending.once('response', (response) => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.once('error', reject);
      // Never ended: the answer comes while the file still might go on.
      Readable.from(unended()).pipe(sending, { end: false });
    });
    expect(status).toBe(413);
    await expect.poll(kept).toBe(0);
  });

  it('one that is broken off', async () => {
    const bytes = `--luna\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${many}`;
    const answer = await api.send({
      method: 'POST',
      url: '/api/v1/passports/imports',
      bytes,
      headers: { 'content-type': 'multipart/form-data; boundary=luna' },
    });
    expect(refusalOf(answer)).toEqual([400, 'MULTIPART_INVALID']);
    expect(await kept()).toBe(0);
  });

  it(`whatever else comes in, it is never a fault of ours (seed ${SEED})`, async () => {
    const cell = fc.oneof(
      fc.constantFrom('Medtec', '2026-01', '09506000134352', 'IN_SERVICE', '"', '""', '\0', ' '),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constant('x'.repeat(300)),
    );
    const header = fc.constantFrom(
      HEADER,
      `${HEADER},manufacturedAt,gtin,giai,status,previousHistory,name,company,productType,origin`,
      '{',
      '[{"submodels":[]}]',
    );
    const line = fc.array(cell, { minLength: 1, maxLength: 13 }).map((cells) => cells.join(','));
    const file = fc
      .tuple(header, fc.array(line, { maxLength: 5 }), fc.constantFrom('\n', '\r\n', '\r'))
      .map(([head, lines, end]) => [head, ...lines].join(end));
    await fc.assert(
      fc.asyncProperty(file, fc.boolean(), async (text, dry) => {
        const fields = { ...DEFAULTS, dryRun: String(dry) };
        const { data, error, response } = await upload(api, text, fields);
        expect(response?.status, JSON.stringify(error)).toBeLessThan(500);
        if (data === undefined) return;
        const { id } = data.data;
        await work(api, id);
        expect(await readJob(api, id)).toMatchObject({ state: 'FINISHED' });
      }),
      { seed: SEED, numRuns: 150 },
    );
    expect(api.errors).toEqual([]);
  });
});
