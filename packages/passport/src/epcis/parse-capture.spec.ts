import { checkPayload, type JsonValue, type Status } from '@luna/record';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bare, createdData, ORG } from '../testing/history.ts';
import type { EventPrint } from './capture-passports.ts';
import type { Captured, CaptureResult, Draft } from './capture-result.ts';
import { epcisDocument, epcisEventRefs } from './epcis-document.ts';
import { EpcisError } from './epcis-error.ts';
import { eventHashId } from './event-hash.ts';
import { eventsOf } from './events-of.ts';
import { parseCapture, type CaptureOptions } from './parse-capture.ts';
import { STATUS_STEPS } from './status-steps.ts';
import { havePublished, parseDocument, published, publishedNames } from './testing/published.ts';
import { WHOLE_HISTORY } from './testing/whole-history.ts';

const publicOrigin = 'https://passports.example';
const code = createdData.code;
const thing = `${publicOrigin}/p/${code}`;
const gs1 = 'https://id.gs1.org/01/04012345123456/21/S-9';
const context = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'];

type Change = { [key: string]: JsonValue };
const event = (change: Change = {}): Change => ({
  type: 'ObjectEvent',
  eventTime: '2026-03-04T09:15:00+08:00',
  eventTimeZoneOffset: '+08:00',
  action: 'OBSERVE',
  epcList: [thing],
  ...change,
});
const documentOf = (...eventList: JsonValue[]) => ({
  '@context': context,
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-03-04T09:15:00Z',
  epcisBody: { eventList },
});

function options(status: Status): CaptureOptions {
  const known = new Map([
    [code, { code, status }],
    [gs1, { code, status }],
  ]);
  return { publicOrigin, find: () => Promise.resolve(known) };
}

async function parse(document: unknown, how: CaptureOptions): Promise<CaptureResult[]> {
  return await parseCapture(eventsOf(document), how);
}

async function capture(status: Status, ...events: JsonValue[]): Promise<CaptureResult[]> {
  return await parse(documentOf(...events), options(status));
}

/** The drafts of one event about the device at `status`. */
async function drafts(status: Status, change: Change): Promise<readonly Draft[]> {
  const [result] = await capture(status, event(change));
  if (result?.outcome !== 'captured') return expect.unreachable(JSON.stringify(result));
  result.drafts.forEach(checkDraft);
  return result.drafts;
}

function checkDraft(draft: Draft): void {
  if (draft.kind === 'passport.corrected') return;
  const around = { v: 1, org: ORG, actor: ORG, access: ['owner'] };
  const occurredAt = '2026-03-04T01:15:00.000Z';
  checkPayload(draft.kind, { ...around, occurredAt, data: draft.data });
}

async function refusal(status: Status, change: JsonValue) {
  const [result] = await capture(status, change);
  if (result?.outcome !== 'refused') return expect.unreachable(JSON.stringify(result));
  return [result.code, result.pointer];
}

describe('parseCapture', () => {
  test('default: an event is captured for the passport it names', async () => {
    const placed = event({ bizStep: 'shipping', disposition: 'in_transit' });
    expect(await capture('PACKAGED', placed)).toEqual([
      {
        outcome: 'captured',
        pointer: '/epcisBody/eventList/0/epcList/0',
        passport: code,
        occurredAt: '2026-03-04T01:15:00.000Z',
        eventId: eventHashId(placed, context),
        givenId: undefined,
        drafts: [{ kind: 'passport.status_changed', data: { from: 'PACKAGED', to: 'IN_TRANSIT' } }],
      },
    ]);
  });

  test.each(STATUS_STEPS)(
    'default: $bizStep, $disposition takes $from to $to',
    async ({ from, to, bizStep, disposition }) => {
      const change = { bizStep, disposition, 'rdfs:comment': 'because' };
      const data = { from, to, reason: 'because' };
      expect(await drafts(from, change)).toEqual([{ kind: 'passport.status_changed', data }]);
    },
  );

  test.each<[string, Status, Change, Draft]>([
    [
      'an inspection that decides no status',
      'IN_SERVICE',
      { bizStep: 'inspecting', disposition: 'non_conformant', 'rdfs:comment': 'leaks' },
      { kind: 'passport.inspected', data: { result: 'fail', report: 'leaks' } },
    ],
    [
      'a repair',
      'IN_SERVICE',
      { bizStep: 'https://ref.gs1.org/cbv/BizStep-repairing' },
      { kind: 'passport.serviced', data: { work: 'repairing' } },
    ],
    [
      'a recall',
      'IN_SERVICE',
      { persistentDisposition: { set: ['cbv:Disp-recalled'] }, 'rdfs:comment': 'valve 3' },
      { kind: 'passport.flagged', data: { flag: 'RECALLED', raised: true, reason: 'valve 3' } },
    ],
    [
      'something found again',
      'IN_SERVICE',
      { persistentDisposition: { unset: ['unknown'] }, 'rdfs:comment': 'found' },
      { kind: 'passport.flagged', data: { flag: 'MISSING', raised: false, reason: 'found' } },
    ],
    [
      'coordinates',
      'IN_SERVICE',
      { readPoint: { id: 'geo:31.2,-121.50;u=10' } },
      {
        kind: 'passport.located',
        data: { place: 'geo:31.2,-121.50;u=10', latitude: 31.2, longitude: -121.5 },
      },
    ],
    [
      'a place',
      'IN_SERVICE',
      { bizLocation: { id: 'urn:epc:id:sgln:4012345.00005.0' } },
      { kind: 'passport.located', data: { place: 'https://id.gs1.org/414/4012345000054' } },
    ],
    [
      'a step without disposition that leads one way only',
      'IN_TRANSIT',
      { bizStep: 'receiving' },
      { kind: 'passport.status_changed', data: { from: 'IN_TRANSIT', to: 'DELIVERED' } },
    ],
    [
      'an error declaration',
      'IN_SERVICE',
      { errorDeclaration: { declarationTime: '2026-03-05T00:00:00Z', reason: 'did_not_occur' } },
      {
        kind: 'passport.corrected',
        eventId: eventHashId(event(), context),
        reason: 'did_not_occur',
      },
    ],
    [
      'nothing but that it was seen',
      'IN_SERVICE',
      {},
      { kind: 'passport.noted', data: { severity: 'info', topic: 'EPCIS', text: 'ObjectEvent' } },
    ],
  ])('default: %s', async (_, status, change, draft) => {
    expect(await drafts(status, change)).toEqual([draft]);
  });

  test('default: readings become their digest', async () => {
    const sensorReport = [
      { type: 'Temperature', value: 26 },
      { type: 'gs1:Speed', value: 2 },
      { type: 'Temperature', value: 27 },
    ];
    const [draft] = await drafts('IN_SERVICE', { sensorElementList: [{ sensorReport }] });
    expect(draft).toMatchObject({
      kind: 'passport.measured',
      data: { quantity: 'Temperature, Speed', readings: 3 },
    });
    const [other] = await drafts('IN_SERVICE', {
      sensorElementList: [{ sensorReport: sensorReport.toReversed() }],
    });
    expect(other).not.toEqual(draft);
  });

  test('default: parts replaced in a whole of ours; parts and wholes of others are their own', async () => {
    const association = event({
      type: 'AssociationEvent',
      action: 'ADD',
      bizStep: 'replacing',
      parentID: thing,
      childEPCs: ['urn:epc:id:giai:4012345.ABC'],
      childQuantityList: [{ epcClass: 'https://makers.example/part/7', quantity: 1 }],
    });
    delete association['epcList'];
    expect(await capture('IN_SERVICE', association)).toMatchObject([
      {
        pointer: '/epcisBody/eventList/0/parentID',
        drafts: [
          { kind: 'passport.part_replaced', data: { part: 'https://id.gs1.org/8004/4012345ABC' } },
          { kind: 'passport.part_replaced', data: { part: 'https://makers.example/part/7' } },
        ],
      },
    ]);
    const swapped = { ...association, parentID: 'urn:x:other', childEPCs: [thing] };
    expect(await capture('IN_SERVICE', swapped)).toMatchObject([
      { pointer: '/epcisBody/eventList/0/childEPCs/0', drafts: [{ kind: 'passport.noted' }] },
    ]);
  });

  test('behaviour: what no other draft holds is in a note; the place, too, when it says more', async () => {
    const rest = {
      disposition: 'damaged',
      readPoint: { id: 'geo:1,2', 'pump:hall': '3' },
      bizTransactionList: [{ type: 'po', bizTransaction: 'urn:x:po:7' }],
      'pump:own': { deep: [1, 'two'] },
    };
    const change = { bizStep: 'receiving', ...rest };
    const [status, located, noted] = await drafts('IN_TRANSIT', change);
    expect(status).toMatchObject({ data: { to: 'DELIVERED' } });
    expect(located).toMatchObject({ kind: 'passport.located' });
    expect(noted?.kind === 'passport.noted' && JSON.parse(noted.data.text)).toEqual(rest);
  });

  test('behaviour: what a draft holds in part only is in the note whole', async () => {
    const persistentDisposition = { set: ['recalled', 'damaged'] };
    const given = {
      persistentDisposition,
      recordTime: '2026-03-04T01:16:00Z',
      'rdfs:comment': 'x',
    };
    const [flagged, noted] = await drafts('IN_SERVICE', given);
    expect(flagged).toMatchObject({ kind: 'passport.flagged', data: { flag: 'RECALLED' } });
    expect(noted?.kind === 'passport.noted' && JSON.parse(noted.data.text)).toEqual({
      persistentDisposition,
    });
  });

  test('behaviour: a place without a name short enough is only noted', async () => {
    const readPoint = { id: `https://a.example/${'x'.repeat(200)}` };
    expect(await drafts('IN_SERVICE', { readPoint })).toMatchObject([{ kind: 'passport.noted' }]);
    for (const nowhere of ['geo:95.1,20', 'geo:5,200']) {
      const [draft] = await drafts('IN_SERVICE', { readPoint: { id: nowhere } });
      expect(draft).toEqual({ kind: 'passport.located', data: { place: nowhere } });
    }
  });

  test('behaviour: of more than a note holds it has the digest', async () => {
    const [noted] = await drafts('IN_SERVICE', { 'pump:log': 'x'.repeat(5000) });
    expect(noted?.kind === 'passport.noted' && noted.data.text).toMatch(
      /^5015 characters, SHA-256 [0-9a-f]{64}: pump:log$/,
    );
  });

  test('behaviour: every event starts from where the one before left the device', async () => {
    const results = await capture(
      'PACKAGED',
      event({ bizStep: 'shipping', epcList: ['urn:epc:id:sgtin:4012345.012345.S-9', thing] }),
      event({ bizStep: 'receiving' }),
      event({ bizStep: 'shipping' }),
      event({ bizStep: 'installing' }),
    );
    const moves = results.map((result) =>
      'code' in result ? result.code : JSON.stringify('drafts' in result && result.drafts[0]),
    );
    expect(moves).toEqual([
      expect.stringContaining('"to":"IN_TRANSIT"'),
      expect.stringContaining('"to":"DELIVERED"'),
      'REASON_REQUIRED',
      expect.stringContaining('"to":"IN_SERVICE"'),
    ]);
  });

  test('behaviour: passports are looked up once, by code or canonical Digital Link', async () => {
    const asked: (readonly string[])[] = [];
    const find: CaptureOptions['find'] = (keys) => {
      asked.push(keys);
      return Promise.resolve(new Map());
    };
    const foreign = `https://elsewhere.example/p/${code}`;
    const link = 'https://makers.example/gtin/4012345123456/ser/S-9?x';
    const events = [event({ epcList: [thing, link, foreign, `${thing}x`] }), event()];
    await parse(documentOf(...events), { publicOrigin, find });
    expect(asked).toEqual([[code, gs1]]);
  });

  test('behaviour: a bare event and a query document are read as well', async () => {
    const alone = { '@context': context, ...event() };
    expect(await parse(alone, options('IN_SERVICE'))).toMatchObject([
      { outcome: 'captured', pointer: '/epcList/0', eventId: eventHashId(event(), context) },
    ]);
    const resultsBody = { eventList: [event()] };
    const query = { type: 'EPCISQueryDocument', epcisBody: { queryResults: { resultsBody } } };
    expect(await parse(query, options('IN_SERVICE'))).toMatchObject([
      { pointer: '/epcisBody/queryResults/resultsBody/eventList/0/epcList/0' },
    ]);
  });

  test('behaviour: a hash id has to be that of the event, any other id is a name', async () => {
    const right = eventHashId(event(), context);
    const wrong = `ni:///sha-256;${'0'.repeat(64)}?ver=CBV2.0`;
    const name = 'urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8';
    const results = await capture(
      'IN_SERVICE',
      event({ eventID: right }),
      event({ eventID: name }),
      event({ eventID: wrong }),
    );
    expect(results).toMatchObject([
      { outcome: 'captured', eventId: right, givenId: right },
      { outcome: 'repeated', eventId: right },
      { outcome: 'refused', code: 'EVENT_ID_MISMATCH', pointer: '/epcisBody/eventList/2/eventID' },
    ]);
    const accepting: CaptureOptions = { ...options('IN_SERVICE'), onForeignHash: 'accept' };
    for (const givenId of [wrong, name]) {
      expect(await parse(documentOf(event({ eventID: givenId })), accepting)).toMatchObject([
        { outcome: 'captured', eventId: right, givenId },
      ]);
    }
  });

  test('behaviour: what the history or the document has already is a repetition', async () => {
    const seen: EventPrint[] = [];
    const has = (print: EventPrint) => seen.push(print) > 0 && print.isExport && !print.isError;
    const find: CaptureOptions['find'] = (_, prints) => {
      expect(prints.map(({ isError, isExport }) => [isError, isExport])).toEqual([
        [false, false],
        [true, false],
        [true, false],
        [false, true],
      ]);
      return Promise.resolve(new Map([[code, { code, status: 'IN_SERVICE' as const, has }]]));
    };
    const wrong = { errorDeclaration: { declarationTime: '2026-03-05T00:00:00Z' } };
    const document = documentOf(
      event(),
      event(wrong),
      event(wrong),
      event({ 'luna:leaf': '00', bizStep: 'packing' }),
    );
    const results = await parse(document, { publicOrigin, find });
    expect(results.map(({ outcome }) => outcome)).toEqual([
      'captured',
      'captured',
      'repeated',
      'repeated',
    ]);
    expect(new Set(seen.map(({ eventId }) => eventId)).size).toBe(2);
  });

  test.each<[string, Status, JsonValue, string, string]>([
    ['no event', 'CREATED', 'x', 'EVENT_INVALID', ''],
    ['a type of its own', 'CREATED', event({ type: 'urn:x:Event' }), 'EVENT_INVALID', '/type'],
    ['no offset', 'CREATED', event({ eventTime: '2026-03-04' }), 'EVENT_INVALID', '/eventTime'],
    ['no list', 'CREATED', event({ epcList: 7 }), 'EVENT_INVALID', '/epcList'],
    ['no text in it', 'CREATED', event({ epcList: [thing, 7] }), 'EVENT_INVALID', '/epcList/1'],
    [
      'readings that have no canonical form',
      'IN_SERVICE',
      event({ sensorElementList: [{ sensorReport: [{ type: 'x', a: 'x'.repeat(66_000) }] }] }),
      'EVENT_INVALID',
      '/sensorElementList',
    ],
    ['nothing single', 'CREATED', event({ epcList: [] }), 'OBJECT_MISSING', ''],
    [
      'a stranger',
      'CREATED',
      event({ epcList: ['urn:epc:id:giai:4012345.1'] }),
      'PASSPORT_UNKNOWN',
      '/epcList/0',
    ],
    [
      'strangers in a whole',
      'CREATED',
      event({ epcList: [], parentID: 'urn:x:y' }),
      'PASSPORT_UNKNOWN',
      '',
    ],
    ['a jump', 'CREATED', event({ bizStep: 'installing' }), 'STATUS_EDGE_ILLEGAL', '/bizStep'],
    [
      'a return without reason',
      'DELIVERED',
      event({ bizStep: 'shipping', disposition: 'returned' }),
      'REASON_REQUIRED',
      '/bizStep',
    ],
    [
      'a recall without reason',
      'IN_SERVICE',
      event({ persistentDisposition: { set: ['recalled'] } }),
      'REASON_REQUIRED',
      '/persistentDisposition',
    ],
  ])('error: %s', async (_, status, given, errorCode, path) => {
    expect(await refusal(status, given)).toEqual([errorCode, `/epcisBody/eventList/0${path}`]);
  });

  test.each([
    ['no JSON', undefined, 'DOCUMENT_INVALID'],
    ['NUL', documentOf(event({ 'x:y': '\0' })), 'DOCUMENT_INVALID'],
    ['half a surrogate pair', documentOf(event({ '\uD800': 1 })), 'DOCUMENT_INVALID'],
    ['too deep', JSON.parse('['.repeat(65) + ']'.repeat(65)), 'DOCUMENT_INVALID'],
    ['no document', { type: 'Catalogue' }, 'DOCUMENT_TYPE'],
    ['no list of events', { type: 'EPCISDocument', epcisBody: {} }, 'DOCUMENT_TYPE'],
  ])('error: a document with %s', async (_, document, errorCode) => {
    await expect(parse(document, options('CREATED'))).rejects.toMatchObject({
      name: 'EpcisError',
      code: errorCode,
    });
  });

  test('behaviour: whatever it gets, it answers or refuses by an EpcisError', async () => {
    const odd = fc.oneof(fc.anything(), fc.constantFrom(thing, 'geo:1,2', 'shipping', [thing]));
    const fields = fc.dictionary(fc.constantFrom(...FIELDS), odd);
    const partly = fields.map((change) => ({ ...event(), ...change }));
    const list = fc.array(fc.oneof(odd, partly));
    const documents = fc.oneof(
      fc.anything(),
      fc.record({ '@context': odd, epcisBody: fc.record({ eventList: list }) }),
    );
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        try {
          const results = await parse(document, options('IN_SERVICE'));
          results.forEach(checkAnswer);
        } catch (error) {
          if (!(error instanceof EpcisError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('behaviour: our own export leads back: every object, none without its entry', async () => {
    const events = bare(...WHOLE_HISTORY);
    const parts = { passport: { code }, events, publicOrigin };
    const document = epcisDocument({ ...parts, created: '2026-02-01T00:00:00.000Z' });
    const results = await parse(document, options('IN_SERVICE'));
    const refs = epcisEventRefs(parts);
    const captured = results.filter((result): result is Captured => result.outcome === 'captured');
    expect(captured.every(({ eventId, givenId }) => eventId === givenId && refs.has(eventId))).toBe(
      true,
    );
    const codes = results.flatMap((each) => (each.outcome === 'refused' ? [each.code] : []));
    // Flags carry their reason as extension, not as a remark; a transfer is no arrival.
    expect(new Set(codes)).toEqual(new Set(['REASON_REQUIRED', 'STATUS_EDGE_ILLEGAL']));
  });

  const examples = publishedNames('epcis/examples/', '.jsonld');
  describe.skipIf(!havePublished)('of GS1 (needs ../shared/vectors/epcis)', () => {
    test.each(examples)('default: %s is captured', async (name) => {
      const { document, events } = parseDocument(published(`epcis/examples/${name}`) ?? '');
      const find: CaptureOptions['find'] = (keys) =>
        Promise.resolve(new Map(keys.map((key) => [key, { code: key, status: 'PACKAGED' }])));
      const results = await parse(document, { publicOrigin, find, onForeignHash: 'accept' });
      const at = new Set(results.map(({ pointer }) => pointer.split('/').slice(0, 4).join('/')));
      expect(at.size).toBe(events.length);
      expect(results.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    });
  });
});

const FIELDS = [
  'type',
  'eventTime',
  'eventID',
  'bizStep',
  'disposition',
  'persistentDisposition',
  'readPoint',
  'bizLocation',
  'epcList',
  'parentID',
  'childEPCs',
  'childQuantityList',
  'sensorElementList',
  'errorDeclaration',
  'rdfs:comment',
  '@context',
  'ex:any',
] as const;

function checkAnswer(result: CaptureResult): void {
  expect(result.pointer).toMatch(/^\/epcisBody\//);
  if (result.outcome === 'captured') result.drafts.forEach(checkDraft);
}
