import {
  acceptTransfer,
  getCaptureJob,
  getEpcisDocument,
  getPassport,
  listEvents,
  offerTransfer,
  type NewPassport,
} from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Status } from '@luna/record';
import { z } from 'zod';
import { createPassport, refusalOf } from '../../testing/bodies.ts';
import { answered, got, refused } from '../../testing/client-results.ts';
import { startTestApi, type Answer, type TestApi } from '../../testing/test-api.ts';
import { documentOf, epcisExamples, eventOf, haveVectors } from './testing/epcis.ts';

const ROOT = 'https://passports.example';
const GTIN = '04012345111118';
type Member = Pick<TestApi, 'client' | 'send'>;

describe('EPCIS capture', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ env: { PUBLIC_URL: ROOT } });
  });
  afterAll(() => api.close());

  let serial = 0;
  const device = async (status: Status = 'PACKAGED', more: Partial<NewPassport> = {}) => {
    serial += 1;
    const made = await createPassport(api, `D-${serial}`, { takenOver: { status }, ...more });
    return { ...made, thing: `${ROOT}/p/${made.code}` };
  };
  const post = (document: unknown, behaviour?: string, who: Member = api): Promise<Answer> =>
    who.send({
      method: 'POST',
      url: '/api/v1/epcis/capture',
      bytes: JSON.stringify(document),
      headers: {
        'content-type': 'application/ld+json',
        ...(behaviour && { 'GS1-Capture-Error-Behaviour': behaviour }),
      },
    });
  const ask = (location: string, client = api.client) =>
    getCaptureJob({ client, path: { captureID: location.slice(-36) } });
  const jobAt = (...of: Parameters<typeof ask>) => answered(ask(...of));
  const jobOf = async (answer: Answer, who: Member = api) => {
    expect([answer.status, answer.raw.toString()]).toEqual([202, '']);
    return jobAt(String(answer.headers['location']), who.client);
  };
  const capture = async (document: unknown, behaviour?: string, who: Member = api) =>
    jobOf(await post(document, behaviour, who), who);
  const historyOf = async (code: string) => {
    const query = { limit: 100 };
    return (await got(listEvents({ client: api.client, path: { id: code }, query }))).slice(2);
  };
  const kindsOf = async (code: string) => (await historyOf(code)).map(({ kind }) => kind);
  const statusOf = async (code: string) =>
    (await got(getPassport({ client: api.client, path: { id: code } }))).status;
  const shipping = { bizStep: 'shipping', disposition: 'in_transit' };
  const receiving = { bizStep: 'receiving', disposition: 'in_progress' };
  /** No device goes to service on its way. */
  const impossible = { bizStep: 'installing', disposition: 'available' };

  it('writes what others saw, by the rules of the house', async () => {
    const { code, thing } = await device();
    const at = { eventTime: '2026-06-15T12:00:00Z', eventTimeZoneOffset: '+00:00' };
    const place = { bizLocation: { id: 'geo:47.5,8.25' } };
    const answer = await post(
      documentOf(eventOf(thing, shipping), eventOf(thing, { ...receiving, ...at, ...place })),
    );
    expect(answer.headers).toMatchObject({
      location: expect.stringMatching(/^\/api\/v1\/epcis\/capture\/[0-9a-f-]{36}$/) as unknown,
      'gs1-epcis-version': '2.0',
      'gs1-cbv-version': '2.0',
      'gs1-epcis-capture-limit': '500',
      'gs1-epcis-capture-file-size-limit': '8388608',
    });
    expect(await jobOf(answer)).toEqual({
      captureID: String(answer.headers['location']).slice(-36),
      createdAt: '2026-06-16T08:00:00.000Z',
      finishedAt: '2026-06-16T08:00:00.000Z',
      running: false,
      success: true,
      captureErrorBehaviour: 'rollback',
      errors: [],
      captured: 2,
      repeated: 0,
    });
    expect(await statusOf(code)).toBe('DELIVERED');
    expect(await historyOf(code)).toMatchObject([
      { kind: 'passport.status_changed', payload: { occurredAt: '2026-06-15T01:15:00.000Z' } },
      { kind: 'passport.status_changed', payload: { data: { to: 'DELIVERED' } } },
      { kind: 'passport.located', payload: { data: { latitude: 47.5, longitude: 8.25 } } },
    ]);
  });

  it.each(['rollback', 'proceed'])('writes the same event once: %s', async (behaviour) => {
    const { code, thing } = await device();
    const document = documentOf(eventOf(thing, shipping), eventOf(thing, receiving));
    expect(await capture(document, behaviour)).toMatchObject({ captured: 2, repeated: 0 });
    // Another spelling of the same events, and one of them twice.
    const respelled = documentOf(
      eventOf(thing, {
        ...shipping,
        eventTime: '2026-06-15T01:15:00Z',
        bizStep: 'cbv:BizStep-shipping',
      }),
      eventOf(thing, receiving),
      eventOf(thing, receiving),
    );
    for (const each of ['rollback', 'proceed']) {
      expect(await capture(respelled, each)).toMatchObject({
        success: true,
        captured: 0,
        repeated: 3,
      });
    }
    expect(await kindsOf(code)).toEqual(['passport.status_changed', 'passport.status_changed']);
  });

  it('writes it once though many send it at the same time', async () => {
    const [one, two] = [await device(), await device()];
    const events = [eventOf(one.thing, shipping), eventOf(two.thing, shipping)];
    const jobs = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        capture(documentOf(...(at % 2 === 0 ? events : events.toReversed()))),
      ),
    );
    expect(jobs.map(({ captured }) => captured).sort()).toEqual([0, 0, 0, 0, 0, 2]);
    expect(jobs.every(({ success }) => success)).toBe(true);
    expect(await kindsOf(one.code)).toEqual(['passport.status_changed']);
  });

  describe('when one event is refused', () => {
    it('nothing is written, and the job says which: rollback', async () => {
      const { code, thing } = await device();
      const strange = `${ROOT}/p/DP-MED-2601-PF-CN-000001-0A`;
      const document = documentOf(
        eventOf(thing, shipping),
        eventOf(strange),
        eventOf(thing, impossible),
        { type: 'ObjectEvent' },
      );
      expect(await capture(document)).toMatchObject({
        success: false,
        captured: 0,
        errors: [
          { code: 'PASSPORT_UNKNOWN', status: 404, pointer: '/epcisBody/eventList/1/epcList/0' },
          {
            type: 'epcisException:ValidationException',
            code: 'STATUS_EDGE_ILLEGAL',
            status: 409,
            detail: 'installing cannot follow IN_TRANSIT',
            pointer: '/epcisBody/eventList/2/bizStep',
            passport: code,
          },
          { code: 'EVENT_INVALID', status: 400, pointer: '/epcisBody/eventList/3/eventTime' },
        ],
      });
      expect(await kindsOf(code)).toEqual([]);
      // Nothing is remembered either.
      expect(await capture(documentOf(eventOf(thing, shipping)))).toMatchObject({ captured: 1 });
    });

    it('the others are written: proceed', async () => {
      const { code, thing } = await device();
      const document = documentOf(
        eventOf(thing, impossible),
        eventOf(thing, { ...shipping, epcList: ['urn:epc:id:sgtin:4012345.099999.1', thing] }),
        eventOf(thing, receiving),
      );
      expect(await capture(document, 'proceed')).toMatchObject({
        success: false,
        captureErrorBehaviour: 'proceed',
        captured: 2,
        errors: [
          { code: 'STATUS_EDGE_ILLEGAL', pointer: '/epcisBody/eventList/0/bizStep' },
          { code: 'PASSPORT_UNKNOWN', pointer: '/epcisBody/eventList/1/epcList/0' },
        ],
      });
      expect(await statusOf(code)).toBe('DELIVERED');
    });

    it('what it says of a passport is written whole or not at all', async () => {
      const { code, thing } = await device('IN_SERVICE');
      const engineer = await api.as('ENGINEER');
      const event = eventOf(thing, {
        bizStep: 'inspecting',
        disposition: 'non_conformant',
        persistentDisposition: { set: ['recalled'] },
        'rdfs:comment': 'cracked',
      });
      // An engineer may inspect, but not recall.
      expect(await capture(documentOf(event), 'proceed', engineer)).toMatchObject({
        captured: 0,
        errors: [{ code: 'NOT_PERMITTED', status: 403, passport: code }],
      });
      expect(await kindsOf(code)).toEqual([]);
      expect(await capture(documentOf(event))).toMatchObject({ captured: 1 });
      expect(await kindsOf(code)).toEqual(['passport.inspected', 'passport.flagged']);
    });
  });

  it('keeps to roles and permissions', async () => {
    const { thing } = await device();
    const document = documentOf(eventOf(thing, shipping));
    const engineer = await api.as('ENGINEER');
    expect(await capture(document, 'rollback', engineer)).toMatchObject({
      errors: [{ code: 'ROLE_NOT_ALLOWED', status: 403 }],
    });
    const customers = await post(document, undefined, await api.as('CUSTOMER'));
    expect(refusalOf(customers)).toEqual([403, 'NOT_PERMITTED']);
  });

  it('knows devices by their GS1 keys, however they are spelt', async () => {
    const { code } = await device('IN_SERVICE', { gtin: GTIN, serialNumber: 'S-9' });
    const asset = await device('IN_SERVICE', { giai: '400000112345' });
    const things = [
      'urn:epc:id:sgtin:4012345.011111.S-9',
      `https://id.example.com/01/${GTIN}/21/S-9?linkType=x`,
      'urn:epc:id:giai:4000001.12345',
    ];
    const events = things.map((thing, at) => eventOf(thing, { 'rdfs:comment': `seen ${at}` }));
    // A comment is not hashed: the first two are the same event.
    expect(await capture(documentOf(...events))).toMatchObject({ captured: 2, repeated: 1 });
    expect(await kindsOf(code)).toEqual(['passport.noted']);
    expect(await kindsOf(asset.code)).toEqual(['passport.noted']);
    // Another company may claim the same keys: each writes of its own device.
    const other = await api.as('OPERATOR', { organization: 'new', code: 'KEY' });
    await createPassport(other, 'S-9', { company: 'KEY', gtin: GTIN });
    for (const [who, notes] of [[other, 1] as const, [api, 2] as const]) {
      const seen = documentOf(eventOf(things[0] ?? '', { disposition: 'active' }));
      expect(await capture(seen, 'rollback', who)).toMatchObject({ captured: 1, errors: [] });
      expect(await kindsOf(code)).toEqual(Array(notes).fill('passport.noted'));
    }
  });

  describe('a declaration that an event was wrong', () => {
    const wrong = {
      errorDeclaration: { declarationTime: '2026-06-15T10:00:00Z', reason: 'did_not_occur' },
    };

    it('corrects whatever the event became, once', async () => {
      const { code, thing } = await device();
      const event = eventOf(thing, { ...shipping, readPoint: { id: 'geo:1,2' } });
      await capture(documentOf(event));
      const declared = documentOf({ ...event, ...wrong });
      expect(await capture(declared)).toMatchObject({ captured: 1 });
      expect(await capture(declared)).toMatchObject({ captured: 0, repeated: 1 });
      const data = (position: number) => ({ corrects: { position }, reason: 'did_not_occur' });
      expect(await historyOf(code)).toMatchObject([
        { kind: 'passport.status_changed', position: 3 },
        { kind: 'passport.located', position: 4 },
        { kind: 'passport.corrected', payload: { data: data(3) } },
        { kind: 'passport.corrected', payload: { data: data(4) } },
      ]);
    });

    it('in the same document, of what we exported, and of what nobody knows', async () => {
      const { code, thing } = await device();
      const event = eventOf(thing, shipping);
      const both = documentOf(event, { ...event, ...wrong });
      expect(await capture(both)).toMatchObject({ captured: 2, errors: [] });
      const [created] = await exported(code);
      expect(await capture(documentOf({ ...created, ...wrong }))).toMatchObject({ captured: 1 });
      expect((await historyOf(code)).at(-1)).toMatchObject({
        payload: { data: { corrects: { position: 1 } } },
      });
      const unknown = eventOf(thing, { ...receiving, ...wrong });
      expect(await capture(documentOf(unknown))).toMatchObject({
        errors: [{ code: 'REFERENCE_UNKNOWN', status: 422 }],
      });
    });
  });

  const exportShape = z.looseObject({
    epcisBody: z.object({ eventList: z.array(z.record(z.string(), z.unknown())) }),
  });
  const epcisOf = async (code: string) =>
    exportShape.parse(
      await answered(getEpcisDocument({ client: api.client, path: { id: code }, parseAs: 'json' })),
    );
  const exported = async (code: string) => (await epcisOf(code)).epcisBody.eventList;

  describe('our own export', () => {
    it('is a repetition where it came from, after a sale too', async () => {
      const { code, thing } = await device();
      await capture(documentOf(eventOf(thing, shipping), eventOf(thing, receiving)));
      const document = await epcisOf(code);
      const before = (await historyOf(code)).length;
      expect(await capture(document)).toMatchObject({ success: true, captured: 0, repeated: 4 });
      expect(await historyOf(code)).toHaveLength(before);
      const buyer = await api.as('ADMIN', { organization: 'new', code: 'BUY' });
      const stranger = await capture(document, 'proceed', buyer);
      expect(stranger.errors.map((each) => each.code)).toEqual(Array(4).fill('PASSPORT_UNKNOWN'));
      const offer = { client: api.client, path: { id: code }, body: { to: 'BUY' } };
      const { id } = await got(offerTransfer(offer));
      await got(acceptTransfer({ client: buyer.client, path: { id } }));
      expect(await capture(document, 'proceed', buyer)).toMatchObject({
        success: true,
        repeated: 4,
      });
      // What the seller captured is in the history that the buyer has now.
      const again = documentOf(eventOf(thing, shipping), eventOf(thing, receiving));
      expect(await capture(again, 'rollback', buyer)).toMatchObject({ repeated: 2 });
    });

    it('tells the device of another company the same story', async () => {
      const { code, thing } = await device();
      await capture(documentOf(eventOf(thing, shipping), eventOf(thing, receiving)));
      const other = await api.as('OPERATOR', { organization: 'new', code: 'ANO' });
      const theirs = await createPassport(other, 'X', { company: 'ANO' });
      const document: unknown = JSON.parse(
        JSON.stringify(await epcisOf(code)).replaceAll(thing, `${ROOT}/p/${theirs.code}`),
      );
      // Theirs is not packed yet, so it can be neither shipped nor received; the rest are remarks.
      const job = await capture(document, 'proceed', other);
      expect(job).toMatchObject({ captured: 2, repeated: 0 });
      expect(job.errors.map((each) => [each.code, each.passport])).toEqual([
        ['STATUS_EDGE_ILLEGAL', theirs.code],
        ['STATUS_EDGE_ILLEGAL', theirs.code],
      ]);
      expect(await capture(document, 'proceed', other)).toMatchObject({ repeated: 2 });
    });
  });

  /** What each of GS1's examples becomes when the things that we could have are ours. */
  const EXAMPLES: Readonly<Record<string, { captured: number; refused: [string, string][] }>> = {
    'AssociationEvent-a.jsonld': { captured: 1, refused: [] },
    // It declares an event wrong that was never sent.
    'ErrorDeclarationAndCorrectiveEvent.jsonld': {
      captured: 1,
      refused: [['REFERENCE_UNKNOWN', '/epcisBody/eventList/0/inputEPCList/0']],
    },
    'Example_9.6.1-ObjectEventWithDigitalLink.jsonld': { captured: 3, refused: [] },
    'SensorDataExample1.jsonld': { captured: 1, refused: [] },
  };

  it.skipIf(!haveVectors)('of every example of GS1 (needs ../shared/vectors/epcis)', async () => {
    for (const serialNumber of ['987', '9876']) {
      await device('IN_SERVICE', { gtin: GTIN, serialNumber });
    }
    for (const serialNumber of ['2017', '2018']) {
      await device('PACKAGED', { gtin: '70614141123451', serialNumber });
    }
    const examples = epcisExamples();
    expect([...examples.keys()].sort()).toEqual(Object.keys(EXAMPLES));
    for (const [name, document] of examples) {
      const { captured, errors } = await capture(document, 'proceed');
      const faults = errors.map(({ code, pointer }) => [code, pointer]);
      expect([name, { captured, refused: faults }]).toEqual([name, EXAMPLES[name]]);
    }
  });

  it.each([
    ['no document', { type: 'Nothing' }, undefined, [400, 'DOCUMENT_TYPE']],
    ['no object', [], undefined, [400, 'VALIDATION_FAILED']],
    ['another behaviour', documentOf(), 'hope', [400, 'VALIDATION_FAILED']],
    [
      'too many events',
      documentOf(...Array.from({ length: 501 }, () => eventOf('x'))),
      undefined,
      [413, 'CAPTURE_TOO_LARGE'],
    ],
    [
      'events about too many things',
      documentOf(eventOf('x', { epcList: Array(600).fill('x'), childEPCs: Array(401).fill('x') })),
      undefined,
      [413, 'CAPTURE_TOO_LARGE'],
    ],
  ])('refuses %s', async (_, document, behaviour, refusal) => {
    expect(refusalOf(await post(document, behaviour))).toEqual(refusal);
  });

  it('shows a job to its organisation alone', async () => {
    const { thing } = await device();
    const location = String((await post(documentOf(eventOf(thing)))).headers['location']);
    const other = await api.as('ADMIN', { organization: 'new' });
    const auditor = await api.as('AUDITOR');
    expect(await refused(ask(location, other.client))).toEqual([404, 'JOB_UNKNOWN']);
    expect(await refused(ask(location, api.connect()))).toEqual([401, 'SIGN_IN_REQUIRED']);
    expect(await jobAt(location, auditor.client)).toMatchObject({ success: true });
  });
});
