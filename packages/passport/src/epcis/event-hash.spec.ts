import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventHashId, eventPrehash } from './event-hash.ts';
import { hashCases } from './testing/hash-cases.ts';
import { havePublished, parseDocument, published, publishedNames } from './testing/published.ts';
import { shuffled } from './testing/shuffled.ts';

const folder = 'cbv-event-hash/';
const names = publishedNames(folder, '.jsonld').map((name) => name.slice(0, -'.jsonld'.length));
const file = (name: string) => published(folder + name) ?? '';
const lines = (text: string) => text.split('\n').filter(Boolean);

const event = {
  type: 'ObjectEvent',
  eventTime: '2026-03-04T09:15:00.000+08:00',
  eventTimeZoneOffset: '+08:00',
  action: 'OBSERVE',
  epcList: ['https://passports.example/p/DP-MED-2601-PF-CN-000001-0A'],
};
const id = eventHashId(event);

describe('eventHashId', () => {
  describe.skipIf(!havePublished)('published (needs ../shared/vectors/cbv-event-hash)', () => {
    test.each(names)('%s', (name) => {
      const { context, events } = parseDocument(file(`${name}.jsonld`));
      expect(events.map((each) => eventPrehash(each, context))).toEqual(
        lines(file(`${name}.prehashes`)),
      );
      expect(events.map((each) => eventHashId(each, context))).toEqual(
        lines(file(`${name}.hashes`)),
      );
    });
  });

  test.each(hashCases)('default: $title', ({ event: each, context, prehash, id: expected }) => {
    expect(eventPrehash(each, context)).toBe(prehash);
    expect(eventHashId(each, context)).toBe(expected);
  });

  test('behaviour: the order of keys and lists changes nothing', () => {
    const cases = fc
      .constantFrom(...hashCases)
      .chain((each) => fc.tuple(fc.constant(each), shuffled(each.event)));
    fc.assert(
      fc.property(cases, ([each, reordered]) => {
        if (typeof reordered !== 'object' || reordered === null || Array.isArray(reordered)) return;
        expect(eventHashId(reordered, each.context)).toBe(each.id);
      }),
    );
  });

  test('behaviour: the prefix is only a name, wherever it is declared', () => {
    const context = { 'a-pump': 'https://pumps.example/ns/' };
    const other = { p: 'https://pumps.example/ns/' };
    const expected = eventHashId({ ...event, 'a-pump:hours': '12' }, context);
    expect(eventHashId({ ...event, 'p:hours': '12' }, [other])).toBe(expected);
    expect(eventHashId({ ...event, 'p:hours': '12', '@context': other })).toBe(expected);
    expect(eventHashId({ ...event, 'q:hours': '12' }, other)).not.toBe(expected);
  });

  test('behaviour: the prefixes of EPCIS itself need no declaration', () => {
    const extended = {
      ...event,
      ilmd: { 'cbvmda:lotNumber': 'L1' },
      'cbv:x': 'gs1:Temperature',
      'x:link': 'https://a.example/1',
    };
    // A prefix is none before //.
    const prehash = eventPrehash(extended, { https: 'https://evil.example/' });
    expect(prehash).toContain('ilmd{urn:epcglobal:cbv:mda}lotNumber=L1');
    expect(prehash).toContain('{https://ref.gs1.org/cbv/}x=https://gs1.org/voc/Temperature');
    expect(prehash).toContain('x:link=https://a.example/1');
  });

  test('behaviour: outer spaces are none of the value', () => {
    expect(eventHashId({ ...event, action: ' OBSERVE\n' })).toBe(id);
  });

  test.each(['time', 'startTime', 'endTime'])('behaviour: %s of sensors is a time', (name) => {
    const sensing = (time: string) =>
      eventHashId({ ...event, sensorElementList: [{ sensorMetadata: { [name]: time } }] });
    expect(sensing('2026-03-04T09:15:00+08:00')).toBe(sensing('2026-03-04T01:15:00.000Z'));
  });

  test('behaviour: one moment in another zone is the same, said of another zone is not', () => {
    expect(eventHashId({ ...event, eventTime: '2026-03-04T01:15:00Z' })).toBe(id);
    expect(eventHashId({ ...event, eventTimeZoneOffset: '+00:00' })).not.toBe(id);
  });

  test('behaviour: what is not in a place of its own is hashed as well, null and remarks are not', () => {
    expect(eventHashId({ ...event, unheardOf: 'x' })).not.toBe(id);
    expect(eventHashId({ ...event, disposition: null, comment: 'x' })).toBe(id);
    expect(eventHashId({ ...event, epcList: [...event.epcList, 'urn:x:y'] })).not.toBe(id);
  });

  test('behaviour: truth is written as in XML, long numbers keep their digits', () => {
    const extended = { ...event, 'x:sealed': true, 'x:serial': '12345678901234567890123' };
    expect(eventPrehash(extended)).toContain('x:sealed=truex:serial=12345678901234567890123');
  });
});
