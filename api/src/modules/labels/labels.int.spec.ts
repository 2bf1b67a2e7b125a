import { randomUUID } from 'node:crypto';
import { printLabels, type LabelOrder } from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, refusalOf } from '../../testing/bodies.ts';
import { refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { readPdf } from './testing/read-pdf.ts';
import { readDrawn, readPixels, readPng } from './testing/read-qr.ts';

describe('labels', () => {
  let api: TestApi;
  let passport: { id: string; code: string };
  beforeAll(async () => {
    api = await startTestApi();
    passport = await createPassport(api, '7/灌-1', { manufacturer: '上海微创', model: 'Filler 3' });
  });
  afterAll(() => api.close());

  const urlOf = (code: string) => expect.stringMatching(`^https?://[^/]+/p/${code}$`) as unknown;

  describe('GET /api/v1/passports/:id/qr.svg and qr.png', () => {
    const get = (path: string) => api.send({ url: `/api/v1/passports/${path}`, key: false });

    it('lead anybody to the page of the passport', async () => {
      const png = await get(`${passport.code}/qr.png`);
      expect(png).toMatchObject({
        status: 200,
        headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=86400' },
      });
      expect(readPixels(readPng(png.raw))).toEqual(urlOf(passport.code));
      const svg = await get(`${passport.code}/qr.svg`);
      expect(svg).toMatchObject({
        status: 200,
        headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
      });
      expect(svg.raw.toString()).toContain(`<title>${passport.code}</title>`);
      expect((await get(`${passport.id}/qr.svg`)).raw.equals(svg.raw)).toBe(true);
    });

    it('need not be sent to those who have them', async () => {
      const url = `/api/v1/passports/${passport.code}/qr.png`;
      const { headers } = await api.send({ url, key: false });
      const again = { 'if-none-match': String(headers['etag']) };
      expect(await api.send({ url, key: false, headers: again })).toMatchObject({ status: 304 });
    });

    it('are as large and as robust as asked for', async () => {
      const plain = readPng((await get(`${passport.code}/qr.png`)).raw);
      const large = readPng((await get(`${passport.code}/qr.png?scale=8`)).raw);
      expect(large.width).toBe(2 * plain.width);
      const sideOf = async (level: string) =>
        (await get(`${passport.code}/qr.svg?level=${level}`)).raw.toString().split(' ')[4];
      expect(Number(await sideOf('Q'))).toBeGreaterThanOrEqual(Number(await sideOf('M')));
      expect(await get(`${passport.code}/qr.svg?level=Q`)).not.toEqual(
        await get(`${passport.code}/qr.svg?level=M`),
      );
    });

    it.each([
      ['DP-MED-2601-PF-CN-000001-0B/qr.svg', [400, 'CODE_CHECK']],
      ['DP-XYZ-2601-PF-CN-000001-5E/qr.svg', [404, 'PASSPORT_UNKNOWN']],
      [`${randomUUID()}/qr.png`, [404, 'PASSPORT_UNKNOWN']],
      ['DP-XYZ-2601-PF-CN-000001-5E/qr.png?scale=0', [400, 'VALIDATION_FAILED']],
      ['DP-XYZ-2601-PF-CN-000001-5E/qr.png?scale=17', [400, 'VALIDATION_FAILED']],
      ['DP-XYZ-2601-PF-CN-000001-5E/qr.svg?level=L', [400, 'VALIDATION_FAILED']],
      ['DP-XYZ-2601-PF-CN-000001-5E/qr.svg?scale=2', [400, 'VALIDATION_FAILED']],
    ])('refuse %s', async (path, expected) => {
      expect(refusalOf(await get(path))).toEqual(expected);
    });
  });

  describe('POST /api/v1/labels', () => {
    const print = (body: LabelOrder, client = api.client) => printLabels({ client, body });
    const raw = (body: object) => api.send({ method: 'POST', url: '/api/v1/labels', body });

    it('prints labels in the order asked for, by code or UUID, as often as asked', async () => {
      const other = await createPassport(api, 'L-2');
      const answer = await raw({
        passports: [other.code, passport.id, other.code],
        format: 'L7160',
        start: 20,
        border: 'outline',
      });
      expect(answer).toMatchObject({
        status: 200,
        headers: { 'content-type': 'application/pdf', 'cache-control': 'no-store' },
      });
      const pages = readPdf(answer.raw);
      expect(pages.map(({ fills }) => fills.length)).toEqual([2, 1]);
      expect(pages.flatMap(({ fills }) => fills.map(readDrawn))).toEqual(
        [other.code, passport.code, other.code].map(urlOf),
      );
      const texts = pages.flatMap((page) => page.texts.map(({ text }) => text));
      expect(texts).toEqual(expect.arrayContaining(['S/N 7/灌-1', 'Filler 3', '上海微创']));
    });

    it('prints nothing when one of them is unknown, and names it', async () => {
      const unknown = 'DP-XYZ-2601-PF-CN-000001-5E';
      const answer = print({ passports: [passport.code, unknown], format: '5160' });
      expect(await refused(answer)).toEqual([404, 'PASSPORT_UNKNOWN']);
      expect((await answer).error).toMatchObject({ details: { passport: unknown } });
    });

    it('is not for everybody', async () => {
      const answer = print({ passports: [passport.code], format: '5160' }, api.connect());
      expect(await refused(answer)).toEqual([401, 'SIGN_IN_REQUIRED']);
    });

    it.each([
      ['no passports', { passports: [] }],
      ['too many', { passports: Array(1001).fill('x') }],
      ['a format nobody sells', { format: 'L0000' }],
      ['a start before the sheet', { start: 0 }],
      ['a start behind the sheet', { start: 22 }],
      ['a start between labels', { start: 1.5 }],
      ['an offset off the sheet', { offset: { x: 11, y: 0 } }],
      ['half an unknown offset', { offset: { z: 1 } }],
      ['a border of another kind', { border: 'dotted' }],
      ['fields nobody knows', { copies: 2 }],
    ])('refuses %s', async (_, wrong) => {
      const answer = await raw({ passports: [passport.code], format: 'L7160', ...wrong });
      expect(refusalOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('refuses what is no code', async () => {
      const answer = print({ passports: ['DP-MED-2601-PF-CN-000001-0B'], format: 'L7160' });
      expect(await refused(answer)).toEqual([400, 'CODE_CHECK']);
    });
  });
});
