import { expect, it } from 'vitest';
import { normalizedCode, recoveryCode } from './recovery-codes.ts';

it('recoveryCode: 120 bits in four groups, without letters that look like digits', () => {
  const all = Uint8Array.from({ length: 24 }, (_, n) => n);
  expect(recoveryCode(all)).toBe('012345-6789AB-CDEFGH-JKMNPQ');
  expect(recoveryCode(all.map((byte) => byte + 224))).toBe(recoveryCode(all));
});

it.each([
  '012345-6789AB-CDEFGH-JKMNPQ',
  '0123456789abcdefghjkmnpq',
  ' o12345 6789ab cdefgh jkmnpq ',
  'OI2345-6789AB-CDEFGH-JKMNPQ',
  'Ol2345-6789AB-CDEFGH-JKMNPQ',
])('normalizedCode reads %j', (typed) => {
  expect(normalizedCode(typed)).toBe('012345-6789AB-CDEFGH-JKMNPQ');
});
