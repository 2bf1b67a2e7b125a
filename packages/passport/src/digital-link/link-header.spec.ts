import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkHeader, LINKSET_CONTEXT_LINK, linksetLink } from './link-header.ts';

describe('linkHeader', () => {
  test('default', () => {
    const anchor = 'https://passports.example/01/09520123456788';
    expect(linkHeader([linksetLink(anchor), LINKSET_CONTEXT_LINK])).toBe(
      '<https://passports.example/01/09520123456788?linkType=linkset>; rel="linkset"; type="application/linkset+json", ' +
        '<https://ref.gs1.org/standards/resolver/linkset-context>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"',
    );
  });

  test('behaviour: GS1 link types are written out, titles quoted or in UTF-8', () => {
    const link = { href: 'https://a/p/1', rel: 'gs1:pip', hreflang: ['en', 'de'] };
    expect(linkHeader([{ ...link, title: 'a "b" \\ c' }])).toBe(
      '<https://a/p/1>; rel="https://ref.gs1.org/voc/pip"; title="a \\"b\\" \\\\ c"; hreflang="en"; hreflang="de"',
    );
    expect(linkHeader([{ ...link, title: "护照 (it's)" }])).toContain(
      "title*=UTF-8''%E6%8A%A4%E7%85%A7%20%28it%27s%29;",
    );
  });

  test('behaviour: nothing breaks out of the header', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\r\nX: 1', '\ud800', '"'),
    );
    fc.assert(
      fc.property(text, text, text, (path, title, type) => {
        const header = linkHeader([
          { href: `https://a/${path}`, rel: 'next', title, type, hreflang: [type] },
        ]);
        expect(header).toMatch(
          /^<[^<>\s"]+>(?:; [a-z]+(?:="(?:[^"\\]|\\.)*"|\*=UTF-8''[^\s";,<>]*))+$/,
        );
        expect(header).toMatch(/^[ -~]*$/);
      }),
    );
  });
});
