import { appendEvent } from '@luna/api-client';
import { connect } from '@luna/database';
import { loadConfig } from '@luna/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, dataOf, note, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { PassportPage } from './use/passport-page.ts';
import { PassportRepresentations } from './use/passport-representations.ts';
import { ScanPages } from './use/scan-pages.ts';

const ROOT = 'https://passports.example';

describe('GET /p/:code', () => {
  let api: TestApi;
  let code: string;
  beforeAll(async () => {
    api = await startTestApi({ env: { PUBLIC_URL: ROOT } });
    ({ code } = await createPassport(api, 'page-1'));
  });
  afterAll(() => api.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    api.send({ url: `/p/${path}`, key: false, headers });

  it.each([undefined, '*/*', 'application/json', 'text/html;q=0.5, application/*'])(
    'is the public view without its envelope for %s',
    async (accept) => {
      const answer = await get(code, accept === undefined ? {} : { accept });
      expect(answer).toMatchObject({
        status: 200,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'access-control-allow-origin': '*',
          link: expect.stringContaining(
            `<${ROOT}/p/${code}?linkType=linkset>; rel="linkset"; type="application/linkset+json"`,
          ) as unknown,
        },
      });
      expect(answer.headers['vary']).toMatch(/\bAccept\b/);
      const scan = await api.send({ url: `/api/v1/scan/${code}`, key: false });
      expect(answer.body).toEqual(dataOf(scan));
      expect(answer.headers['etag']).toBe(scan.headers['etag']);
    },
  );

  it.each([
    ['', 'application/linkset+json'],
    ['?linkType=linkset', '*/*'],
    ['?linkType=all', 'text/html'],
  ])('is the linkset for %s %s', async (query, accept) => {
    const answer = await get(`${code}${query}`, { accept });
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/linkset+json',
        link: expect.stringContaining('rel="http://www.w3.org/ns/json-ld#context"') as unknown,
      },
      body: { linkset: [{ anchor: `${ROOT}/p/${code}` }] },
    });
    const json = await get(code);
    expect(answer.headers['etag']).not.toBe(json.headers['etag']);
    const again = await get(`${code}${query}`, {
      accept,
      'if-none-match': String(answer.headers['etag']),
    });
    expect(again.status).toBe(304);
  });

  it('names what there is when nothing of it is accepted', async () => {
    const answer = await get(code, { accept: 'text/turtle' });
    expect(refusalOf(answer)).toEqual([406, 'NOT_ACCEPTABLE']);
    expect(answer.body).toMatchObject({
      details: { available: expect.stringContaining('application/json') as unknown },
    });
  });

  it.each([
    ['DP-MED-2601-PF-CN-000001-0B', [400, 'CODE_CHECK']],
    ['robots.txt', [400, 'CODE_SYNTAX']],
    ['DP-XYZ-2601-PF-CN-000001-5E', [404, 'PASSPORT_UNKNOWN']],
    ['%E0%A4%A', [400, 'REQUEST_INVALID']],
  ])('refuses %s in JSON', async (path, refusal) => {
    const answer = await get(path, { accept: 'application/vc' });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(refusalOf(answer)).toEqual(refusal);
  });

  it('asks the database nothing about what is no code', async () => {
    const database = await connect({ url: api.test.publicUrl, poolSize: 1 });
    const representations = new PassportRepresentations();
    const pages = new ScanPages(database, loadConfig({ PUBLIC_URL: ROOT }), representations);
    const page = new PassportPage(pages, representations);
    await database.close();
    await expect(page.scan('DP-MED-2601-PF-CN-000001-0B')).rejects.toMatchObject({
      code: 'CODE_CHECK',
    });
    await expect(page.scan(code)).rejects.not.toHaveProperty('code', 'CODE_CHECK');
  });

  describe('forms that other modules add', () => {
    const representations = new PassportRepresentations();
    const empty = new URLSearchParams();
    let close: () => Promise<void>;
    let page: PassportPage;
    beforeAll(async () => {
      const database = await connect({ url: api.test.publicUrl, poolSize: 2 });
      close = () => database.close();
      const config = loadConfig({ PUBLIC_URL: ROOT });
      page = new PassportPage(new ScanPages(database, config, representations), representations);
      representations.add({
        mediaType: 'application/vc',
        rel: 'gs1:dpp',
        title: 'Signed passport',
        find: ({ code, version }, query) => {
          if (version.position < 2) return Promise.resolve(undefined);
          const position = query.get('position') ?? String(version.position);
          return Promise.resolve({
            href: `${ROOT}/documents/${code}?position=${position}`,
            etag: `"${position}"`,
            read: () => Promise.resolve(Buffer.from(`document of ${position}`)),
          });
        },
      });
    });
    afterAll(() => close());

    it('are offered to those who ask, once a device has them', async () => {
      const { code } = await createPassport(api, 'page-2');
      const before = await page.represent(code, 'application/vc, application/json;q=0.1', empty);
      expect(before.contentType).toBe('application/json; charset=utf-8');
      expect(before.link).not.toContain('alternate');
      await expect(page.represent(code, 'application/vc', empty)).rejects.toMatchObject({
        code: 'NOT_ACCEPTABLE',
        details: { available: 'application/json, application/linkset+json' },
      });
      const { client } = api;
      await got(appendEvent({ client, path: { id: code }, body: note('x') }));
      await got(appendEvent({ client, path: { id: code }, body: note('x') }));

      const ready = await page.represent(code, 'application/vc, application/json;q=0.1', empty);
      const href = `${ROOT}/documents/${code}?position=3`;
      expect(ready).toMatchObject({ contentType: 'application/vc', etag: '"3"' });
      expect(ready.body.toString()).toBe('document of 3');
      expect(ready.link).toContain(`<${href}>; rel="alternate"`);
      const earlier = new URLSearchParams('position=2');
      expect(await page.represent(code, 'application/vc', earlier)).toMatchObject({ etag: '"2"' });
      await expect(page.represent(code, 'text/turtle', empty)).rejects.toMatchObject({
        details: { available: 'application/json, application/vc, application/linkset+json' },
      });

      const json: unknown = JSON.parse((await page.represent(code, '*/*', empty)).body.toString());
      expect(json).toMatchObject({ links: { document: href } });
      const links = await page.represent(code, 'application/linkset+json', empty);
      expect(JSON.parse(links.body.toString())).toMatchObject({
        linkset: [{ 'https://ref.gs1.org/voc/dpp': [{ href, type: 'application/vc' }] }],
      });
    });
  });
});
