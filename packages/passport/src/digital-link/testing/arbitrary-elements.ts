import fc from 'fast-check';
import { APPLICATION_IDENTIFIERS } from '../application-identifiers.ts';
import { hasCheckDigit } from '../check-digits.ts';
import type { ElementString } from '../element-string.ts';

const set82 = (minLength: number, maxLength: number) =>
  fc.string({
    unit: fc.constantFrom(
      ...Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((c) =>
        /[!"%-?A-Z_a-z]/.test(c),
      ),
    ),
    minLength,
    maxLength,
  });
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const checked = (length: number) =>
  digits(length - 1)
    .map((body) => Array.from('0123456789', (digit) => body + digit).find(hasCheckDigit))
    .map((found) => found ?? '');

const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  '00': checked(18),
  '01': checked(14),
  '253': fc.tuple(checked(13), set82(0, 17)).map((parts) => parts.join('')),
  '414': checked(13),
  '8004': fc.tuple(digits(4), set82(0, 26)).map((parts) => parts.join('')),
  '8017': checked(18),
  '10': set82(1, 20),
  '21': set82(1, 20),
  '22': set82(1, 20),
  '235': set82(1, 28),
  '254': set82(1, 20),
  '7040': fc.stringMatching(/^\d[A-Z!"]{2}[\w-]$/),
  '8019': fc.stringMatching(/^\d{1,10}$/),
  '99': set82(1, 90),
  '240': set82(1, 30),
  '3103': digits(6),
  '17': fc.constantFrom('261231', '240229', '000100'),
};
const keys = Object.keys(values).filter((ai) => APPLICATION_IDENTIFIERS.get(ai)?.sequences);

const element = (ai: string): fc.Arbitrary<ElementString> =>
  (values[ai] ?? fc.constant('')).map((value) => ({ ai, value }));

/** Elements of a lawful Digital Link, in the order of its URI. */
export const arbitraryElements: fc.Arbitrary<ElementString[]> = fc
  .constantFrom(...keys)
  .chain((key) => {
    const sequences = APPLICATION_IDENTIFIERS.get(key)?.sequences ?? [];
    return fc
      .tuple(
        fc.constantFrom(...sequences).chain((sequence) => fc.subarray([...sequence])),
        fc.subarray(['3103', '17']),
        fc.subarray(['99', '240']),
      )
      .chain((ais) => fc.tuple(...[key, ...ais.flat()].map(element)));
  });
