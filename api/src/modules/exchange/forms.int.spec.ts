import { appendEvent, type NewEvent } from '@luna/api-client';
import { eventHashId, parseCode } from '@luna/passport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPassport, note, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { epcisFaults, haveVectors } from './testing/epcis.ts';

const ROOT = 'https://passports.example';
const EPCIS = 'application/ld+json';
const AAS = 'application/aas+json';
const UNKNOWN = 'DP-XYZ-2601-PF-CN-000001-5E';
const epcis = z.looseObject({
  '@context': z.array(z.json()),
  epcisBody: z.object({ eventList: z.array(z.record(z.string(), z.json())) }),
});

describe('a passport in the forms of others', () => {
  let api: TestApi;
  let code: string;
  beforeAll(async () => {
    api = await startTestApi({ env: { PUBLIC_URL: ROOT } });
    const device = await createPassport(api, 'S-9', {
      gtin: '09520123456788',
      name: 'Line 1',
      manufacturedAt: '2026-01',
      takenOver: { status: 'IN_SERVICE', reason: 'older than its passport' },
    });
    ({ code } = device);
    const append = async (body: NewEvent) => {
      const path = { id: device.code };
      const { position, leafHash } = await got(appendEvent({ client: api.client, path, body }));
      return { stream: device.stream, position, leaf: leafHash };
    };
    const test = { test: 'Leak', result: 'pass' } as const;
    const tested = { kind: 'passport.tested', data: test } as const;
    const [one, two] = [await append(tested), await append(tested)];
    const edge = { from: 'IN_SERVICE', to: 'MAINTENANCE', reason: 'noise' } as const;
    const events: NewEvent[] = [
      { kind: 'passport.status_changed', data: edge },
      {
        kind: 'passport.amended',
        data: { changes: [{ field: 'name', from: 'Line 1', to: null }] },
      },
      { kind: 'passport.located', data: { place: 'Hall 3', latitude: 47.5, longitude: 8.25 } },
      { kind: 'passport.serviced', data: { work: 'bearing', order: 'WO-7' } },
      { kind: 'passport.inspected', data: { result: 'fail', report: 'worn' } },
      { kind: 'passport.part_replaced', data: { part: 'pump' } },
      {
        kind: 'passport.measured',
        data: { quantity: 'Temperature', readings: 3, sha256: 'ab'.repeat(32) },
      },
      { kind: 'passport.flagged', data: { flag: 'RECALLED', raised: true, reason: 'brakes' } },
      { kind: 'passport.flagged', data: { flag: 'RECALLED', raised: false, reason: 'mended' } },
      { kind: 'passport.corrected', data: { corrects: one, reason: 'not done' } },
      {
        kind: 'passport.corrected',
        data: { corrects: two, reason: 'misread', data: { ...test, result: 'fail' } },
      },
    ];
    for (const event of events) await append({ ...event, access: ['public'] });
    await append(note('between us', { access: ['owner'] }));
  });
  afterAll(() => api.close());

  const read = (form: string, who: Pick<TestApi, 'send'> = api, key = true) =>
    who.send({ url: `/api/v1/passports/${code}/${form}`, key });
  const eventsOf = (body: unknown) => epcis.parse(body).epcisBody.eventList;

  it('tells everybody the public history in EPCIS, and its owner all of it', async () => {
    const own = await read('epcis');
    const open = await read('epcis', api, false);
    const other = await read('epcis', await api.as('ADMIN', { organization: 'new' }));
    expect(open.headers).toMatchObject({
      'content-type': EPCIS,
      'cache-control': 'no-store',
      'gs1-epcis-version': '2.0',
      'gs1-cbv-version': '2.0',
    });
    expect(open.raw.toString()).not.toContain('between us');
    expect(other.raw).toEqual(open.raw);
    const added = eventsOf(own.body).filter(
      ({ eventID }) => !eventsOf(open.body).some((each) => each['eventID'] === eventID),
    );
    expect(added).toMatchObject([{ 'luna:data': { 'luna:text': 'between us' } }]);
    expect(eventsOf(open.body).filter((each) => 'errorDeclaration' in each)).toHaveLength(2);
  });

  it('names every event by its CBV hash', async () => {
    const document = epcis.parse((await read('epcis')).body);
    expect(document.epcisBody.eventList.length).toBeGreaterThan(13);
    for (const event of document.epcisBody.eventList) {
      expect(event['eventID']).toBe(eventHashId(event, document['@context']));
    }
  });

  it.skipIf(!haveVectors)('fits GS1’s schema (needs ../shared/vectors/epcis)', async () => {
    const { code: fresh } = await createPassport(api, 'fresh');
    const newest = await api.send({ url: `/api/v1/passports/${fresh}/epcis`, key: false });
    for (const { body } of [await read('epcis'), await read('epcis', api, false), newest]) {
      expect(epcisFaults(body)).toEqual([]);
    }
    expect(epcisFaults({ type: 'EPCISDocument' })).not.toEqual([]);
  });

  it('gives the plate as a nameplate in AAS JSON', async () => {
    const answer = await read('nameplate', api, false);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': AAS },
      body: {
        assetAdministrationShells: [{ assetInformation: { globalAssetId: `${ROOT}/p/${code}` } }],
      },
    });
    const plate = z.object({
      submodels: z.tuple([
        z.object({ submodelElements: z.array(z.looseObject({ idShort: z.string() })) }),
      ]),
    });
    const elements = plate.parse(answer.body).submodels[0].submodelElements;
    const said = Object.fromEntries(elements.map(({ idShort, value }) => [idShort, value]));
    expect(said).toMatchObject({
      URIOfTheProduct: `${ROOT}/p/${code}`,
      ManufacturerName: [{ language: 'en', text: 'Medtec' }],
      SerialNumber: 'S-9',
      YearOfConstruction: '2026',
      CountryOfOrigin: parseCode(code).origin,
    });
  });

  it.each(['epcis', 'nameplate'])('%s of a device nobody knows', async (form) => {
    const ask = (id: string) => api.send({ url: `/api/v1/passports/${id}/${form}`, key: false });
    expect(refusalOf(await ask(UNKNOWN))).toEqual([404, 'PASSPORT_UNKNOWN']);
    expect(refusalOf(await ask('nonsense'))).toEqual([400, 'CODE_SYNTAX']);
  });

  describe.each([
    [EPCIS, 'epcis', 'gs1:epcis'],
    [AAS, 'nameplate', 'gs1:masterData'],
  ])('%s', (type, form, linkType) => {
    const page = (headers: Record<string, string>, query = '') =>
      api.send({ url: `/p/${code}${query}`, key: false, headers });
    const href = () => `${ROOT}/api/v1/passports/${code}/${form}`;

    it('is there at /p/:code for who asks for it, and named to who does not', async () => {
      const answer = await page({ accept: `${type}, text/plain;q=0.5` });
      expect(answer.headers).toMatchObject({
        'content-type': type,
        vary: expect.stringMatching(/\bAccept\b/) as unknown,
      });
      expect(answer.raw).toEqual((await read(form, api, false)).raw);
      const plain = await page({ accept: 'application/json' });
      expect(plain.headers['content-type']).toContain('application/json');
      expect(plain.headers['link']).toMatch(
        new RegExp(
          `<${href()}>; rel="alternate"; title="[^"]+"; type="${type.replace('+', '\\+')}"`,
        ),
      );
    });

    it('need not be sent again until the history grows', async () => {
      const etag = String((await page({ accept: type })).headers['etag']);
      expect(await page({ accept: type, 'if-none-match': etag })).toMatchObject({ status: 304 });
      const url = `/api/v1/passports/${code}/events`;
      await api.send({ method: 'POST', url, body: note('more', { access: ['public'] }) });
      expect(await page({ accept: type, 'if-none-match': etag })).toMatchObject({ status: 200 });
    });

    it('is a link of the device, in the linkset and for the resolver', async () => {
      const { body } = await page({}, '?linkType=linkset');
      const voc = linkType.replace('gs1:', 'https://ref.gs1.org/voc/');
      expect(body).toMatchObject({ linkset: [{ [voc]: [{ href: href(), type }] }, {}] });
      const link = `${api.url}/01/09520123456788/21/S-9`;
      const to = await fetch(`${link}?linkType=${linkType}`, { redirect: 'manual' });
      expect([to.status, to.headers.get('location')]).toEqual([
        307,
        `${href()}?linkType=${linkType}`,
      ]);
    });
  });
});
