import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDigitalLink } from './format-digital-link.ts';
import { parseDigitalLink } from './parse-digital-link.ts';
import { arbitraryElements } from './testing/arbitrary-elements.ts';
import { engineCases, toBrackets } from './testing/engine-cases.ts';
import { refusedLink } from './testing/refused-link.ts';

/** The engine's switches for names such as `/gtin/` and for unknown AIs are not offered: refused. */
const offered = [undefined, 'zeroSuppressedGtin'];

describe('parseDigitalLink agrees with the GS1 Barcode Syntax Engine', () => {
  const cases = engineCases.parse.map(({ url, option, expect: elements }) => ({
    url,
    switched: option ?? 'default',
    options: { zeroSuppressedGtin: option === 'zeroSuppressedGtin' },
    elements: offered.includes(option) ? elements : undefined,
  }));

  test.each(cases)('$switched: $url', ({ url, options, elements }) => {
    const read = () => parseDigitalLink(url, options);
    if (elements === undefined) refusedLink(read);
    else expect(toBrackets(read().elements)).toBe(elements);
  });

  test('behaviour: nothing was left out', () => {
    expect(cases).toHaveLength(97);
    expect(cases.filter(({ elements }) => elements !== undefined)).toHaveLength(64);
  });
});

describe('parseDigitalLink', () => {
  test('default', () => {
    const url =
      'https://example.com/a/shop/of/all/01/09520123456788/10/A%2F1/21/7?linkType=gs1%3Apip&17=261231&flag#x';
    expect(parseDigitalLink(url)).toEqual({
      stem: 'https://example.com/a/shop/of/all',
      primary: { ai: '01', value: '09520123456788' },
      qualifiers: [
        { ai: '10', value: 'A/1' },
        { ai: '21', value: '7' },
      ],
      attributes: [{ ai: '17', value: '261231' }],
      other: [
        ['linkType', 'gs1:pip'],
        ['flag', ''],
      ],
      elements: [
        { ai: '01', value: '09520123456788' },
        { ai: '10', value: 'A/1' },
        { ai: '21', value: '7' },
        { ai: '17', value: '261231' },
      ],
    });
  });

  test('behaviour: the rightmost primary key is the one', () => {
    const link = parseDigitalLink('https://a/01/09520123456788/8004/9520614141234567');
    expect(link.stem).toBe('https://a/01/09520123456788');
    expect(link.primary).toEqual({ ai: '8004', value: '9520614141234567' });
  });

  test.each([
    ['https://a/01/ü', 'CHARACTERS', 13],
    ['https://a b/01/09520123456788', 'CHARACTERS', 9],
    ['HTTPs://a/01/09520123456788', 'SCHEME', 0],
    ['https://user@a/01/09520123456788', 'DOMAIN', 8],
    ['https://a', 'DOMAIN', 8],
    ['https://a/x/gtin/09520123456788', 'NO_KEY', 9],
    ['https://a/01/09520123456788/21', 'NO_KEY', 9],
    ['https://a/01/09520123456789', 'VALUE_CHECK', 13],
    ['https://a/01/0952012345678', 'VALUE_FORMAT', 13],
    ['https://a/01//21/7', 'VALUE_FORMAT', 13],
    ['https://a/01/09520123456788/21/123456789012345678901', 'VALUE_FORMAT', 31],
    ['https://a/01/09520123456788/21/a%00b', 'VALUE_FORMAT', 31],
    ['https://a/8010/1234abc', 'VALUE_FORMAT', 15],
    ['https://a/8013/1987654Ad4X4bL5ttr2310cXK', 'VALUE_CHECK', 15],
    ['https://a/8004/12A4', 'VALUE_CONTENT', 15],
    ['https://a/01/09520123456788?17=261331', 'VALUE_CONTENT', 31],
    ['https://a/01/09520123456788?99=A&999=B', 'UNKNOWN_AI', 37],
    ['https://a/01/09520123456788/21/7/10/A', 'KEY_QUALIFIERS', 13],
    ['https://a/01/09520123456788/10/A/10/A', 'KEY_QUALIFIERS', 13],
    ['https://a/01/09520123456788/235/A/10/B', 'KEY_QUALIFIERS', 13],
    ['https://a/01/09520123456788?99=A&99=B', 'DUPLICATE_AI', 36],
    ['https://a/01/09520123456788?21=7', 'NOT_ATTRIBUTE', 31],
    ['https://a/01/09520123456788?10=A', 'BELONGS_IN_PATH', 31],
  ])('error: %s', (url, code, position) => {
    expect(refusedLink(() => parseDigitalLink(url))).toMatchObject({
      code: `DIGITAL_LINK_${code}`,
      position,
    });
  });

  test('behaviour: garbage is refused with a DigitalLinkError or read, never anything else', () => {
    const soup = fc.array(
      fc.constantFrom(
        ...['https://', 'a', '/', '01', '09520123456788', '8004', '10', '21', '?', '&', '=', '#'],
        ...['%', '%4', '%41', '%00', '+', '99', '[', '😀', '\ud800', '__proto__', '^', '\n'],
      ),
      { maxLength: 24 },
    );
    const inputs = fc.oneof(
      fc.string({ unit: 'binary' }),
      soup.map((parts) => parts.join('')),
      soup.map((parts) => `https://a/01/09520123456788${parts.join('')}`),
    );
    fc.assert(
      fc.property(inputs, (input) => {
        try {
          parseDigitalLink(input, { zeroSuppressedGtin: true });
        } catch (error) {
          refusedLink(() => {
            throw error;
          });
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('behaviour: what is read is written and read the same', () => {
    fc.assert(
      fc.property(arbitraryElements, (elements) => {
        const url = formatDigitalLink('https://example.com/a', elements);
        const { stem, elements: read } = parseDigitalLink(`${url}#x`);
        expect(read).toEqual(elements);
        expect(formatDigitalLink(stem, read)).toBe(url);
      }),
      { numRuns: 500 },
    );
  });

  const key = 'https://a/01/09520123456788';
  test.each([
    ['slashes', `https://a${'/'.repeat(1e6)}`],
    ['pairs', `${key}${'/10/A'.repeat(2e5)}`],
    ['primary keys', `https://a${'/00/x'.repeat(2e5)}/00/006141411234567890`],
    ['one value', `${key}/10/${'%41'.repeat(3e5)}`],
    ['one number', `${key}?${'9'.repeat(1e6)}=1`],
    ['parameters', `${key}?${'99=A&'.repeat(2e5)}`],
    ['other parameters', `${key}?${'a=b&'.repeat(2e5)}`],
    ['separators', `${key}?${'&'.repeat(1e6)}#${'#?'.repeat(1e5)}`],
    ['illegal at the end', `${key}?${'a'.repeat(1e6)}ü`],
  ])('behaviour: a million characters of %s take well under a second', (_, url) => {
    const began = performance.now();
    try {
      parseDigitalLink(url);
    } catch (error) {
      refusedLink(() => {
        throw error;
      });
    }
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
