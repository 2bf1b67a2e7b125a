import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPassport, dataOf, newPassportBody, refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

const ROOT = 'https://passports.example';
const GTIN = '09520123456788';
const LINKSET = 'application/linkset+json';
/** GS1's schema lies beside the project, not in it. */
const schemaFile = new URL(
  '../../../../../shared/vectors/linkset/gs1-linkset-schema.json',
  import.meta.url,
);

describe('the resolver of GS1 Digital Links', () => {
  let api: TestApi;
  let filler: string;
  let asset: string;
  beforeAll(async () => {
    api = await startTestApi({ env: { PUBLIC_URL: ROOT } });
    filler = (await createPassport(api, 'A/7', { gtin: GTIN })).code;
    asset = (await createPassport(api, 'asset', { giai: '9520123A-1' })).code;
  });
  afterAll(() => api.close());

  /** Not followed: what the resolver says is what matters. */
  const ask = async (target: string, init: RequestInit = {}) => {
    const response = await fetch(`${api.url}${target}`, { redirect: 'manual', ...init });
    const text = await response.text();
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      text,
      body: (text === '' ? undefined : JSON.parse(text)) as unknown,
    };
  };
  const link = `/01/${GTIN}/21/A%2F7`;
  const accepting = (accept: string) => ({ headers: { accept } });

  it.each([
    [link, () => `/p/${filler}`],
    // Percent-encoded another way, with a batch, with one slash at the end: the same device.
    [`/01/${GTIN}/21/%41%2f%37`, () => `/p/${filler}`],
    [`/01/${GTIN}/10/LOT/21/A%2F7`, () => `/p/${filler}`],
    [`${link}/`, () => `/p/${filler}`],
    ['/8004/9520123A-1', () => `/p/${asset}`],
    // What came along goes along.
    [`${link}?utm_source=box&17=261231`, () => `/p/${filler}?utm_source=box&17=261231`],
    [`${link}/?a=%20b`, () => `/p/${filler}?a=%20b`],
    [`${link}?linkType=gs1:pip`, () => `/p/${filler}?linkType=gs1:pip`],
    [`${link}?linkType=gs1:defaultLink`, () => `/p/${filler}?linkType=gs1:defaultLink`],
    [
      `${link}?linktype=https%3A%2F%2Fgs1.org%2Fvoc%2Ftraceability`,
      () =>
        `/api/v1/passports/${filler}/events?linktype=https%3A%2F%2Fgs1.org%2Fvoc%2Ftraceability`,
    ],
  ])('sends %s on', async (target, place) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await ask(target, { method });
      expect(answer).toMatchObject({ status: 307, location: ROOT + place(), text: '' });
      expect(answer.headers.get('link')).toContain('rel="linkset"');
      expect(answer.headers.get('vary')).toMatch(/\bAccept\b/);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it.each([
    ['text/html,application/xhtml+xml,*/*;q=0.8', 307],
    ['application/json', 307],
    ['*/*', 307],
    [LINKSET, 200],
    [`${LINKSET}, */*;q=0.1`, 200],
    [`text/html, ${LINKSET};q=0.5`, 307],
    [`application/ld+json, ${LINKSET};q=0.5`, 307],
    [`application/vc, ${LINKSET};q=0.5`, 200],
  ])('answers %s with %i', async (accept, status) => {
    expect(await ask(link, accepting(accept))).toMatchObject({ status });
  });

  it.each([
    [`${link}?linkType=linkset`, '*/*'],
    [`${link}?linkType=all`, 'text/html'],
    [link, LINKSET],
    [`${link}?linkType=gs1:pip`, LINKSET],
  ])('gives the linkset for %s as %s', async (target, accept) => {
    const answer = await ask(target, accepting(accept));
    const page = { href: `${ROOT}/p/${filler}`, title: `Passport ${filler}` };
    expect(answer).toMatchObject({ status: 200, location: null });
    expect(answer.body).toEqual({
      linkset: [
        {
          anchor: `${ROOT}${link}`,
          itemDescription: 'Medtec Filler 3, serial number A/7',
          'https://ref.gs1.org/voc/defaultLink': [page],
          'https://ref.gs1.org/voc/epcis': [
            {
              href: `${ROOT}/api/v1/passports/${filler}/epcis`,
              title: 'History as EPCIS 2.0',
              type: 'application/ld+json',
            },
          ],
          'https://ref.gs1.org/voc/masterData': [
            {
              href: `${ROOT}/api/v1/passports/${filler}/nameplate`,
              title: 'Digital Nameplate',
              type: 'application/aas+json',
            },
          ],
          'https://ref.gs1.org/voc/pip': [{ ...page, type: 'text/html' }],
          'https://ref.gs1.org/voc/traceability': [
            {
              href: `${ROOT}/api/v1/passports/${filler}/events`,
              title: `History of ${filler}`,
              type: 'application/json',
            },
          ],
        },
        { anchor: `${ROOT}/01/${GTIN}`, itemDescription: 'Medtec Filler 3' },
      ],
    });
    expect(answer.headers.get('content-type')).toBe(LINKSET);
    expect(answer.headers.get('link')).toContain('rel="http://www.w3.org/ns/json-ld#context"');
  });

  it.skipIf(!existsSync(schemaFile))(
    'gives linksets that fit the schema of GS1 (needs ../shared/vectors)',
    async () => {
      const schema = z
        .record(z.string(), z.unknown())
        .parse(JSON.parse(readFileSync(schemaFile, 'utf8')));
      const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
      for (const target of [link, '/8004/9520123A-1', `/p/${asset}`]) {
        const { body } = await ask(`${target}?linkType=linkset`);
        validate(body);
        expect(validate.errors, target).toBeNull();
      }
    },
  );

  it.each([
    ['/01/', [400, 'DIGITAL_LINK_NO_KEY']],
    ['/01/nonsense/21/7', [400, 'DIGITAL_LINK_VALUE_FORMAT']],
    [`/01/${GTIN.slice(1)}/21/7`, [400, 'DIGITAL_LINK_VALUE_FORMAT']],
    ['/01/09520123456789/21/7', [400, 'DIGITAL_LINK_VALUE_CHECK']],
    [`${link}/foo`, [400, 'DIGITAL_LINK_NO_KEY']],
    [`${link}//`, [400, 'DIGITAL_LINK_NO_KEY']],
    [`/01/${GTIN}/21/7/10/LOT`, [400, 'DIGITAL_LINK_KEY_QUALIFIERS']],
    [`/01/${GTIN}/8011/5`, [400, 'DIGITAL_LINK_KEY_QUALIFIERS']],
    [`${link}?17=999999`, [400, 'DIGITAL_LINK_VALUE_CONTENT']],
    [`${link}?9999=1`, [400, 'DIGITAL_LINK_UNKNOWN_AI']],
    [`/8004/9520123A-1/01/${GTIN}/21/7`, [400, 'DIGITAL_LINK_STEM']],
    [`/01/${GTIN}/21/${'7'.repeat(21)}`, [400, 'DIGITAL_LINK_VALUE_FORMAT']],
    // A type of product, with its batch or without.
    [`/01/${GTIN}`, [404, 'LINK_NAMES_TYPE']],
    [`/01/${GTIN}/10/LOT`, [404, 'LINK_NAMES_TYPE']],
    [`/01/${GTIN}?linkType=linkset`, [404, 'LINK_NAMES_TYPE']],
    [`/01/${GTIN}/21/unknown`, [404, 'LINK_UNKNOWN']],
    ['/8004/9520123NONE', [404, 'LINK_UNKNOWN']],
    [`${link}?linkType=gs1:dpp`, [404, 'LINK_TYPE_UNKNOWN']],
    [`${link}?linkType=nonsense`, [404, 'LINK_TYPE_UNKNOWN']],
  ])('refuses %s', async (target, [status, code]) => {
    const answer = await ask(target);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('refuses what is no URL', async () => {
    const url = `/01/${GTIN}/21/%E0%A4%A`;
    expect(refusalOf(await api.send({ url }))).toEqual([400, 'REQUEST_INVALID']);
  });

  it('lets the reader choose when two companies claim one device', async () => {
    const other = await api.as('ADMIN', { organization: 'new', code: 'OTH' });
    const made = await other.send({
      method: 'POST',
      url: '/api/v1/passports',
      body: newPassportBody('A/7', { company: 'OTH', gtin: GTIN, manufacturer: 'Other' }),
    });
    const second = z.string().parse(dataOf(made)['code']);
    const pages = [filler, second].map((code) => ({
      href: `${ROOT}/p/${code}`,
      title: `Passport ${code}`,
      type: 'text/html',
    }));
    for (const target of [link, `${link}?linkType=gs1:pip`]) {
      const answer = await ask(target);
      expect(answer).toMatchObject({
        status: 300,
        location: null,
        body: { linkset: [{ 'https://ref.gs1.org/voc/pip': pages }, {}] },
      });
      expect(answer.text).not.toContain('defaultLink');
    }
    expect(refusalOf(await api.send({ url: `${link}?linkType=gs1:dpp` }))).toEqual([
      404,
      'LINK_TYPE_UNKNOWN',
    ]);
  });

  it('describes itself at /.well-known/gs1resolver', async () => {
    const answer = await ask('/.well-known/gs1resolver');
    expect(answer).toMatchObject({
      status: 200,
      body: { resolverRoot: ROOT, supportedPrimaryKeys: ['01', '8004'] },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });
});
