import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { APPLICATION_IDENTIFIERS } from './application-identifiers.ts';
import { digitalLinkPath, formatDigitalLink } from './format-digital-link.ts';
import { parseDigitalLink } from './parse-digital-link.ts';
import { arbitraryElements } from './testing/arbitrary-elements.ts';
import { engineCases, fromBrackets } from './testing/engine-cases.ts';
import { refusedLink } from './testing/refused-link.ts';

describe('formatDigitalLink agrees with the GS1 Barcode Syntax Engine', () => {
  test.each(engineCases.generate)('$stem $elements', ({ stem, elements, option, expect: url }) => {
    const write = () => formatDigitalLink(stem, fromBrackets(elements));
    if (option === undefined && url !== undefined) expect(write()).toBe(url);
    else refusedLink(write);
  });

  test('default: the engine knows every key path of the table', () => {
    const paths = [...APPLICATION_IDENTIFIERS].flatMap(([key, { sequences = [] }]) =>
      sequences.flatMap((sequence) =>
        sequence.reduce((made, ai) => [...made, ...made.map((path) => `${path} ${ai}`)], [key]),
      ),
    );
    // (415) came to the dictionary later than the engine's list.
    expect(new Set(paths)).toEqual(new Set([...engineCases.keyPaths, '415', '415 8020']));
  });
});

describe('formatDigitalLink', () => {
  const gtin = { ai: '01', value: '09520123456788' };

  test('default', () => {
    const elements = [{ ai: '99', value: 'A/B' }, { ai: '21', value: '7' }, gtin];
    expect(formatDigitalLink('https://id.example/', elements)).toBe(
      'https://id.example/01/09520123456788/21/7?99=A%2FB',
    );
    expect(digitalLinkPath(elements)).toBe('/01/09520123456788/21/7');
  });

  test('behaviour: the order of the elements does not matter but among equals', () => {
    const shuffled = arbitraryElements.chain((elements) =>
      fc.tuple(
        fc.constant(elements),
        fc.shuffledSubarray(elements.slice(1), { minLength: elements.length - 1 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([elements, others]) => {
        const [key] = elements;
        fc.pre(key !== undefined);
        const read = parseDigitalLink(formatDigitalLink('https://a', [...others, key]));
        expect(read.primary).toEqual(key);
        expect(new Set(read.elements)).toEqual(new Set(elements));
      }),
      { numRuns: 300 },
    );
  });

  test('behaviour: garbage is refused with a DigitalLinkError, or can be read again', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\ud800', '䅁', 'A/b', '7'),
    );
    const element = fc.record({ ai: fc.constantFrom('01', '10', '21', '99', '1'), value: text });
    fc.assert(
      fc.property(fc.array(element), fc.string(), (elements, stem) => {
        const all = [gtin, ...elements];
        for (const write of [
          () => formatDigitalLink(stem, all),
          () => formatDigitalLink('https://a', all),
        ]) {
          try {
            expect(parseDigitalLink(write()).primary).toEqual(gtin);
          } catch (error) {
            refusedLink(() => {
              throw error;
            });
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['no primary key', 'https://a', '(21)7', 'NO_KEY', 0],
    ['a wrong value', 'https://a', '(01)09520123456788(21)ä', 'VALUE_FORMAT', 1],
    ['one AI twice', 'https://a', '(01)09520123456788(99)A(99)B', 'DUPLICATE_AI', 2],
    ['a qualifier twice', 'https://a', '(01)09520123456788(21)A(21)B', 'KEY_QUALIFIERS', 0],
    ['a stem without scheme', 'a', '(01)09520123456788', 'SCHEME', 0],
    ['a stem with a query', 'https://a/?x=', '(01)09520123456788', 'NO_KEY', 9],
    ['a stem with a link in it', 'https://a/8004/1234?x=', '(01)09520123456788', 'STEM', 0],
  ])('error: %s', (_, stem, elements, code, position) => {
    expect(refusedLink(() => formatDigitalLink(stem, fromBrackets(elements)))).toMatchObject({
      code: `DIGITAL_LINK_${code}`,
      position,
    });
  });
});
