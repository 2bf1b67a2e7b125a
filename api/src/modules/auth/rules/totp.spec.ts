import { describe, expect, it } from 'vitest';
import { totpSecret, totpStep, totpUri } from './totp.ts';

/** RFC 6238, appendix B: ASCII 12345678901234567890, SHA-1; the last six of its eight digits. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const VECTORS = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;

describe('totpStep', () => {
  it.each(VECTORS)('accepts the code of RFC 6238 at %i s', (seconds, code) => {
    const step = Math.floor(seconds / 30);
    expect(totpStep(SECRET, code, { now: seconds * 1000, after: 0 })).toBe(step);
  });

  it('accepts one step of clock error either way, and no more', () => {
    const at = (offset: number) =>
      totpStep(SECRET, '005924', { now: (1_234_567_890 + offset) * 1000, after: 0 });
    expect([-30, 0, 30].map(at)).toEqual([41_152_263, 41_152_263, 41_152_263]);
    expect([-61, 60].map(at)).toEqual([undefined, undefined]);
  });

  it('accepts a step once, and none before one that was accepted', () => {
    const now = 1_234_567_890_000;
    expect(totpStep(SECRET, '005924', { now, after: 41_152_262 })).toBe(41_152_263);
    expect(totpStep(SECRET, '005924', { now, after: 41_152_263 })).toBeUndefined();
  });

  it.each(['', '5924', '0005924', '00592x', '００５９２４'])('refuses %j', (code) => {
    expect(totpStep(SECRET, code, { now: 1_234_567_890_000, after: 0 })).toBeUndefined();
  });
});

it('totpUri names issuer, person and secret', () => {
  const uri = new URL(totpUri(SECRET, 'anna@example.com'));
  expect(decodeURIComponent(uri.pathname)).toBe('/Luna Passport:anna@example.com');
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    secret: SECRET,
    digits: '6',
    period: '30',
    algorithm: 'SHA1',
  });
});

it('totpSecret is 160 bits in base32', () => {
  expect(totpSecret(Uint8Array.from(Buffer.from('12345678901234567890')))).toBe(SECRET);
});
