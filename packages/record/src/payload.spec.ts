import { describe, expect, test } from 'vitest';
import { canonicalBytes } from './canonical-bytes.ts';
import { kindInfo, KINDS } from './kinds.ts';
import { checkPayload, encodePayload, parsePayload } from './payload.ts';
import { enveloped, examples } from './testing/payloads.ts';
import { refusal } from './testing/refusal.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const noted = examples['passport.noted'];

describe('payload', () => {
  test.each(KINDS)('default: %s', (kind) => {
    expect(kind).toMatch(/^[a-z_]+\.[a-z_]{1,20}$/);
    expect(parsePayload(kind, encodePayload(kind, examples[kind]))).toEqual(examples[kind]);
  });

  test.each(KINDS)('error: %s with a field nobody knows', (kind) => {
    const data = { ...examples[kind].data, extra: 1 };
    expect(refusal(() => checkPayload(kind, { ...examples[kind], data })).code).toBe(
      'PAYLOAD_INVALID',
    );
  });

  test('behaviour: only free text, places and acts of people may be erased', () => {
    const erasable = KINDS.filter((kind) => kindInfo(kind).mayHoldPersonalData);
    expect(erasable).toEqual(['passport.noted', 'passport.located', 'audit.acted']);
  });

  test('behaviour: passport kinds stand in passport streams, payload.erased in any', () => {
    expect(kindInfo('passport.created').streamPrefix).toBe('passport');
    expect(kindInfo('audit.acted').streamPrefix).toBe('audit');
    expect(kindInfo('payload.erased').streamPrefix).toBeNull();
  });

  test.each([
    ['version 2', { v: 2 }, 'v'],
    ['an organisation that is no UUID', { org: 'MED' }, 'org'],
    ['an actor in capitals', { actor: '0198C1F2-0000-7000-8000-000000000002' }, 'actor'],
    ['nobody may read it', { access: [] }, 'access'],
    ['access not sorted', { access: ['public', 'owner'] }, 'access'],
    ['access twice', { access: ['public', 'public'] }, 'access'],
    ['access unknown', { access: ['everyone'] }, 'access.0'],
    ['a day without milliseconds', { occurredAt: '2026-01-15T08:30:00Z' }, 'occurredAt'],
    ['30 February', { occurredAt: '2026-02-30T08:30:00.000Z' }, 'occurredAt'],
    ['29 February of a common year', { occurredAt: '2025-02-29T08:30:00.000Z' }, 'occurredAt'],
    ['hour 24', { occurredAt: '2026-01-15T24:00:00.000Z' }, 'occurredAt'],
    ['a leap second', { occurredAt: '2016-12-31T23:59:60.000Z' }, 'occurredAt'],
    ['another offset', { occurredAt: '2026-01-15T08:30:00.000+00:00' }, 'occurredAt'],
    ['an unknown field', { note: 1 }, ''],
    ['empty text', { data: { ...noted.data, text: '' } }, 'data.text'],
    ['text too long', { data: { ...noted.data, text: 'x'.repeat(4001) } }, 'data.text'],
    ['a severity nobody knows', { data: { ...noted.data, severity: 'bad' } }, 'data.severity'],
  ])('error: PAYLOAD_INVALID, %s', (_title, wrong, path) => {
    const error = refusal(() => checkPayload('passport.noted', { ...noted, ...wrong }));
    expect(error.code).toBe('PAYLOAD_INVALID');
    expect(error.issues.map((issue) => issue.path)).toEqual([path]);
    expect(error.issues[0]?.message).not.toBe('');
  });

  test('behaviour: 29 February of a leap year is a day', () => {
    const leap = { ...noted, occurredAt: '2024-02-29T23:59:59.999Z' };
    expect(checkPayload('passport.noted', leap)).toEqual(leap);
  });

  test('error: a field amended twice, and one that never changes', () => {
    const change = { field: 'model', from: 'a', to: 'b' };
    const amend = (changes: unknown) =>
      refusal(() => checkPayload('passport.amended', enveloped({ changes }))).code;
    expect(amend([change, change])).toBe('PAYLOAD_INVALID');
    expect(amend([{ ...change, field: 'code' }])).toBe('PAYLOAD_INVALID');
    expect(amend([])).toBe('PAYLOAD_INVALID');
  });

  test('error: PAYLOAD_NOT_CANONICAL', () => {
    const spaced = utf8(JSON.stringify(noted, null, 1));
    expect(refusal(() => parsePayload('passport.noted', spaced)).code).toBe(
      'PAYLOAD_NOT_CANONICAL',
    );
    const reordered = utf8(JSON.stringify(noted));
    expect(reordered).toHaveLength(canonicalBytes(noted).length);
    expect(refusal(() => parsePayload('passport.noted', reordered)).code).toBe(
      'PAYLOAD_NOT_CANONICAL',
    );
  });

  test('error: PAYLOAD_TOO_LARGE before anything is read', () => {
    const large = new Uint8Array(65_537).fill(0xff);
    expect(refusal(() => parsePayload('passport.noted', large)).code).toBe('PAYLOAD_TOO_LARGE');
  });

  test('error: strict JSON first', () => {
    const twice = utf8('{"v":1,"v":1}');
    expect(refusal(() => parsePayload('passport.noted', twice)).code).toBe('JSON_DUPLICATE_KEY');
  });
});
