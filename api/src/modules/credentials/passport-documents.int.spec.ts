import { appendEvent, listPublications } from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusalOf } from '../../testing/bodies.ts';
import { answered, got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { documentOf, newDevice, pathOf, publish } from './testing/publishing.ts';

const credential = z.looseObject({
  id: z.string(),
  credentialSubject: z.looseObject({
    characteristics: z.looseObject({ flags: z.array(z.string()) }),
  }),
});

describe('passport documents', () => {
  let api: TestApi;
  let med: Awaited<ReturnType<TestApi['as']>>;
  beforeAll(async () => {
    api = await startTestApi();
    med = await api.as('OPERATOR', { organization: 'new', code: 'MED' });
  });
  afterAll(() => api.close());

  const read = async (code: string, query = '') => {
    const answer = await documentOf(api, code, query);
    expect(answer).toMatchObject({ status: 200 });
    return credential.parse(answer.body);
  };
  const publicationsOf = (code: string, query: { limit?: number; cursor?: string } = {}) =>
    answered(listPublications({ client: api.connect(), path: { id: code }, query }));

  it('keeps every version, by position and by day', async () => {
    const { code } = await newDevice(med, 'MED');
    const first = await publish(med, code);
    const flag = {
      kind: 'passport.flagged',
      data: { flag: 'RECALLED', raised: true, reason: 'brakes' },
    } as const;
    await got(appendEvent({ client: med.client, path: { id: code }, body: flag }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await publish(med, code);
    expect([first.position, second.position]).toEqual([1, 4]);

    expect((await read(code)).credentialSubject.characteristics.flags).toEqual(['RECALLED']);
    expect((await read(code, '?position=1')).credentialSubject.characteristics.flags).toEqual([]);
    const at = (time: string) => read(code, `?at=${encodeURIComponent(time)}`);
    expect((await at(first.publishedAt)).id).toMatch(/position=1$/);
    expect((await at(second.publishedAt)).id).toMatch(/position=4$/);
    expect((await at(new Date().toISOString().slice(0, 10))).id).toMatch(/position=4$/);

    const { data, meta } = await publicationsOf(code, { limit: 1 });
    expect(data).toMatchObject([{ position: 4, sha256: second.sha256, revokedAt: null }]);
    expect(meta).toMatchObject({ total: 2, hasMore: true });
    const more = await publicationsOf(code, { limit: 1, cursor: String(meta.nextCursor) });
    expect(more.data).toMatchObject([{ position: 1, cid: first.cid }]);
    expect(more.meta).toMatchObject({ hasMore: false, nextCursor: null });
  });

  it.each([
    ['?position=2', 404, 'PUBLICATION_UNKNOWN'],
    ['?at=2020-01-01', 404, 'PUBLICATION_UNKNOWN'],
    ['?at=0000-01-01', 404, 'PUBLICATION_UNKNOWN'],
    ['?at=yesterday', 400, 'VALIDATION_FAILED'],
    ['?at=2026-02-30', 400, 'VALIDATION_FAILED'],
    ['?position=0', 400, 'VALIDATION_FAILED'],
    ['?position=99999999999999999999', 400, 'VALIDATION_FAILED'],
    ['?position=1&at=2026-01-01', 400, 'VALIDATION_FAILED'],
    ['?version=1', 400, 'VALIDATION_FAILED'],
  ])('document%s: %i %s', async (query, status, reason) => {
    const { code } = await newDevice(med, 'MED');
    await publish(med, code);
    expect(refusalOf(await documentOf(api, code, query))).toEqual([status, reason]);
  });

  it('is offered at /p/:code to readers of credentials', async () => {
    const { code } = await newDevice(med, 'MED');
    const page = (query = '') =>
      api.send({ url: `/p/${code}${query}`, key: false, headers: { accept: 'application/vc' } });
    expect((await page()).status).toBe(406);
    const { sha256 } = await publish(med, code);
    await publish(med, code);
    const answer = await page('?position=1');
    expect(answer.headers).toMatchObject({ 'content-type': 'application/vc', etag: `"${sha256}"` });
    expect(answer.raw).toEqual((await documentOf(api, code, '?position=1')).raw);
    expect((await page()).raw).toEqual((await documentOf(api, code)).raw);
    expect(refusalOf(await page('?position=x'))).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('refuses bytes that were tampered with in the store', async () => {
    const { id, code } = await newDevice(med, 'MED');
    const { sha256 } = await publish(med, code);
    const other = await api.content.put(Buffer.from('{"other":"document"}'), 'raw');
    await api.admin.tx({}, (tx) =>
      tx.execute('UPDATE credentials.publication SET cid = $2 WHERE passport_id = $1', [id, other]),
    );
    expect(refusalOf(await documentOf(api, code))).toEqual([503, 'CONTENT_CORRUPT']);
    expect((await publicationsOf(code)).data).toMatchObject([{ sha256 }]);
  });

  it('nothing is published of a device that nobody knows', async () => {
    const code = 'DP-MED-2601-PF-CN-000001-0A';
    for (const path of ['document', 'publications']) {
      const answer = await api.send({ url: `${pathOf(code)}/${path}`, key: false });
      expect(refusalOf(answer)).toEqual([404, 'PASSPORT_UNKNOWN']);
    }
  });
});
