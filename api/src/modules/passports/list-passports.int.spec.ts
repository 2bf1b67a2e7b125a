import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEvents, createPassports } from '@luna/api-client';
import { createPassport, listOf, newPassportBody, note, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('GET /api/v1/passports', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    const items = Array.from({ length: 25 }, (_, at) =>
      newPassportBody(`S-${at}`, at % 5 === 0 ? { takenOver: { status: 'IN_SERVICE' } } : {}),
    );
    await got(createPassports({ client: api.client, body: { items } }));
  });
  afterAll(() => api.close());

  const page = async (query: string) =>
    listOf(await api.send({ url: `/api/v1/passports${query}` }));

  it('walks all passports by cursor, each once, newest first', async () => {
    const seen: unknown[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null) {
      const { data, meta } = await page(`?limit=10${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...data.map(({ id }) => id));
      pages += 1;
      expect(meta).toMatchObject({ total: 25, page: pages, limit: 10, totalPages: 3 });
      expect(meta.hasMore).toBe(meta.nextCursor !== null);
      cursor = meta.nextCursor;
    }
    expect(seen).toHaveLength(25);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
  });

  it('is not confused by passports that are created meanwhile', async () => {
    const first = await page('?limit=5');
    await createPassport(api, 'S-late', { company: 'ZZZ' });
    const second = await page(`?limit=5&cursor=${String(first.meta.nextCursor)}`);
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(new Set(ids).size).toBe(10);
  });

  it('filters', async () => {
    expect((await page('?status=IN_SERVICE')).meta).toMatchObject({ total: 5 });
    expect((await page('?serialNumber=S-7')).data).toMatchObject([{ serialNumber: 'S-7' }]);
    expect((await page('?company=MED&status=CREATED&manufacturer=Medtec')).meta.total).toBe(20);
    expect((await page('?company=QQQ')).data).toEqual([]);
  });

  it('has 20 on a page when nothing is said', async () => {
    expect((await page('')).data).toHaveLength(20);
  });

  it.each([
    ['limit=0', 'VALIDATION_FAILED'],
    ['limit=101', 'VALIDATION_FAILED'],
    ['limit=ten', 'VALIDATION_FAILED'],
    ['limit=5&limit=6', 'VALIDATION_FAILED'],
    ['sort=name', 'VALIDATION_FAILED'],
    ['status=BROKEN', 'VALIDATION_FAILED'],
    ['serialNumber=%00', 'VALIDATION_FAILED'],
    ['cursor=nonsense', 'CURSOR_INVALID'],
    [`cursor=${Buffer.from('["x",2]').toString('base64url')}`, 'CURSOR_INVALID'],
    [`cursor=${Buffer.from('null').toString('base64url')}`, 'CURSOR_INVALID'],
  ])('refuses ?%s', async (query, code) => {
    expect(refusalOf(await api.send({ url: `/api/v1/passports?${query}` }))).toEqual([400, code]);
  });

  it('pages through a history, oldest first, and finds one event', async () => {
    const { code } = await createPassport(api, 'S-history');
    const items = Array.from({ length: 24 }, (_, at) => ({ passport: code, event: note(`${at}`) }));
    await got(appendEvents({ client: api.client, body: { items } }));
    const url = `/api/v1/passports/${code}/events`;
    const first = listOf(await api.send({ url }));
    expect(first.meta).toMatchObject({ total: 25, hasMore: true });
    const second = listOf(
      await api.send({ url: `${url}?cursor=${String(first.meta.nextCursor)}` }),
    );
    expect(second.meta).toMatchObject({ hasMore: false, nextCursor: null });
    expect([...first.data, ...second.data].map(({ position }) => position)).toEqual(
      Array.from({ length: 25 }, (_, at) => at + 1),
    );
    expect(await api.send({ url: `${url}/7` })).toMatchObject({
      status: 200,
      body: { data: { position: 7, payload: { data: { text: '5' } } } },
    });
    expect(refusalOf(await api.send({ url: `${url}/26` }))).toEqual([404, 'EVENT_UNKNOWN']);
    expect(refusalOf(await api.send({ url: `${url}/0` }))).toEqual([400, 'VALIDATION_FAILED']);
  });
});
