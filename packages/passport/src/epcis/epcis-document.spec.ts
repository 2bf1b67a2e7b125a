import { readFileSync } from 'node:fs';
import { KINDS, type Kind, type RecordedEvent } from '@luna/record';
import { describe, expect, test } from 'vitest';
import { LIFECYCLE } from '../lifecycle.ts';
import { bare, createdData, historyOf, refTo, step, type Step } from '../testing/history.ts';
import { epcisDocument, epcisEventRefs } from './epcis-document.ts';
import { eventHashId } from './event-hash.ts';
import { epcisFaults } from './testing/epcis-schema.ts';
import { havePublished, parseDocument, published, publishedNames } from './testing/published.ts';
import { WHOLE_HISTORY } from './testing/whole-history.ts';

const ORIGIN = 'https://passports.example';
const passport = { code: createdData.code };
const created = '2026-02-01T00:00:00.000Z';
const THING = `${ORIGIN}/p/${passport.code}`;

const NOT_A_DEVICE: readonly Kind[] = ['audit.acted'];

function documentOf(events: readonly RecordedEvent[]) {
  return epcisDocument({ passport, events, publicOrigin: ORIGIN, created });
}
function eventsOf(...steps: Step[]) {
  return documentOf(bare(...steps)).epcisBody.eventList;
}

describe('epcisDocument', () => {
  const document = documentOf(bare(...WHOLE_HISTORY));
  const list = document.epcisBody.eventList;

  test('behaviour: the history in these tests has every kind', () => {
    const told = new Set<Kind>([...WHOLE_HISTORY.map(({ kind }) => kind), ...NOT_A_DEVICE]);
    expect(KINDS.filter((kind) => !told.has(kind))).toEqual([]);
  });

  test('default: the whole history is this document', () => {
    const golden = readFileSync(new URL('testing/history.json', import.meta.url), 'utf8');
    expect(document).toEqual(JSON.parse(golden));
  });

  test('default: every event is about the passport and has the hash of itself as id', () => {
    for (const event of list) {
      expect([...[event['epcList']].flat(), event['parentID']]).toContain(THING);
      expect(event['eventID']).toBe(eventHashId(event, document['@context']));
    }
    expect(new Set(list.map((event) => event['eventID'])).size).toBe(list.length);
  });

  test.each(LIFECYCLE)('default: $from to $to', ({ from, to }) => {
    const [event] = eventsOf(step('passport.status_changed', { from, to, reason: 'because' }));
    expect(event).toMatchObject({ type: 'ObjectEvent', epcList: [THING] });
    expect(event?.['bizStep']).not.toBe('other');
    expect(event?.['action']).toBe(to === 'RETIRED' ? 'DELETE' : 'OBSERVE');
    expect(epcisFaults({ ...document, epcisBody: { eventList: [event] } })).toEqual([]);
  });

  test('behaviour: a correction declares its event wrong and names what is right', () => {
    const [wrong, right] = [12, 19].map((at) => list.find((each) => each['luna:position'] === at));
    expect(wrong).toMatchObject({
      disposition: 'conformant',
      errorDeclaration: { reason: 'incorrect_data', correctiveEventIDs: [right?.['eventID']] },
    });
    expect(right).toMatchObject({
      'luna:kind': 'passport.inspected',
      disposition: 'non_conformant',
    });
    expect(right?.['eventTime']).toBe(wrong?.['eventTime']);
    const without = list.find((each) => each['luna:position'] === 6);
    expect(without?.['errorDeclaration']).toMatchObject({ reason: 'did_not_occur' });
    expect(without?.['errorDeclaration']).not.toHaveProperty('correctiveEventIDs');
  });

  test('behaviour: corrected twice, both are named; corrected by what is no such data, none', () => {
    const inspected = step('passport.inspected', { result: 'pass' });
    const by = (data: { result: string }, at = 1) =>
      step('passport.corrected', { corrects: refTo(at), reason: 'wrong', data });
    const [twice, second, third] = eventsOf(
      inspected,
      by({ result: 'fail' }),
      by({ result: 'pass' }),
    );
    expect(twice?.['errorDeclaration']).toMatchObject({
      correctiveEventIDs: [second?.['eventID'], third?.['eventID']],
    });
    expect(eventsOf(inspected, by({ result: 'perhaps' }))).toHaveLength(1);
    const [, corrective] = eventsOf(inspected, by({ result: 'fail' }), by({ result: 'pass' }, 2));
    expect(corrective?.['errorDeclaration']).toMatchObject({ reason: 'did_not_occur' });
  });

  test('behaviour: coordinates have no exponents', () => {
    const [event] = eventsOf(
      step('passport.located', { place: 'Hall 3', latitude: -1e-7, longitude: 121.5 }),
    );
    expect(event?.['readPoint']).toEqual({ id: 'geo:-0.0000001,121.5' });
  });

  test('behaviour: what is not disclosed is not in it', () => {
    const hidden = historyOf(
      step('passport.noted', null),
      step('passport.corrected', { corrects: refTo(2), reason: 'x' }),
      step('passport.corrected', null),
    );
    expect(documentOf(hidden).epcisBody.eventList).toHaveLength(1);
  });

  test('error: a public origin with a path', () => {
    const publicOrigin = `${ORIGIN}/x`;
    expect(() => epcisDocument({ passport, events: [], publicOrigin, created })).toThrow(
      expect.objectContaining({ name: 'EpcisError', code: 'ORIGIN_INVALID' }),
    );
  });

  describe.skipIf(!havePublished)('schema of GS1 (needs ../shared/vectors/epcis)', () => {
    test('behaviour: the document is valid', () => {
      expect(epcisFaults(document)).toEqual([]);
    });

    test.each(publishedNames('epcis/examples/', '.jsonld'))('behaviour: %s is valid', (name) => {
      const example = parseDocument(published(`epcis/examples/${name}`) ?? '');
      expect(epcisFaults(example.document)).toEqual([]);
    });

    test.each([
      ['a step that is no word of CBV', { bizStep: 'dancing' }],
      ['an object that is no URI', { epcList: ['DP-MED-2601-PF-CN-000001-0A'] }],
      ['a field without namespace', { leaf: 'ab' }],
      ['no offset', { eventTimeZoneOffset: undefined }],
    ])('behaviour: broken by %s it is not', (_, change) => {
      const broken = { ...list[0], ...change };
      const text = JSON.stringify({ ...document, epcisBody: { eventList: [broken] } });
      expect(epcisFaults(JSON.parse(text))).not.toEqual([]);
    });
  });
});

test('epcisEventRefs: default: leads every eventID back to its entry', () => {
  const events = bare(...WHOLE_HISTORY);
  const refs = epcisEventRefs({ passport, events, publicOrigin: ORIGIN });
  const list = documentOf(events).epcisBody.eventList;
  expect(refs.size).toBe(list.length);
  for (const event of list) {
    const id = typeof event['eventID'] === 'string' ? event['eventID'] : '';
    expect(refs.get(id)?.position).toBe(event['luna:position']);
  }
});
