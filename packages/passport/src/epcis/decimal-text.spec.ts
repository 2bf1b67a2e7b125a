import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalText } from './decimal-text.ts';

test.each([
  ['1.0', '1'],
  ['0.3434000', '0.3434'],
  ['+007', '7'],
  ['-0.50', '-0.5'],
  ['-0.0', '0'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['1e3', '1000'],
  ['12.5E-4', '0.00125'],
  ['1e-7', '0.0000001'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
])('default: %s', (text, expected) => {
  expect(decimalText(text)).toBe(expected);
});

test.each(['', '.', '+', 'e5', '1e', '1.2.3', '1e9999', '0x10', 'NaN', 'Infinity', '１', '1 '])(
  'behaviour: «%s» is no number',
  (text) => {
    expect(decimalText(text)).toBeUndefined();
  },
);

test('behaviour: the value stays, and written once more it is the same', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const text = decimalText(String(number)) ?? '';
      expect(Number(text)).toBe(number === 0 ? 0 : number);
      expect(decimalText(text)).toBe(text);
    }),
  );
});
