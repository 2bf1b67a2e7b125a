import { describe, expect, test } from 'vitest';
import { linkset, type TypedLink } from './linkset.ts';
import { schemaFaults } from './testing/json-schema.ts';
import { havePublishedLinkset, publishedLinkset } from './testing/published-linkset.ts';

const page = {
  rel: 'gs1:pip',
  href: 'https://passports.example/p/DP-MED-2601-PF-CN-000001-0A',
  title: 'Passport page',
  type: 'text/html',
  hreflang: ['en', 'zh'],
} satisfies TypedLink;
const document: TypedLink = {
  rel: 'gs1:dpp',
  href: 'https://passports.example/passports/1',
  title: 'Passport as credential',
  type: 'application/vc',
};
const certificate = (n: number): TypedLink => ({
  rel: 'https://gs1.org/voc/certificationInfo',
  href: `https://passports.example/ipfs/${n}`,
  title: `Certificate ${n}`,
  type: 'application/pdf',
  context: ['CN'],
});
const device = linkset([
  {
    anchor: 'https://passports.example/01/09520123456788/21/7',
    itemDescription: 'Packaging machine, serial number 7',
    defaultLink: page,
    links: [document, certificate(1), certificate(2)],
  },
  { anchor: 'https://passports.example/01/09520123456788', itemDescription: 'Machine', links: [] },
]);

describe('linkset', () => {
  test('default', () => {
    const { href, title, type, hreflang } = page;
    const certified = (n: number) => ({
      href: `https://passports.example/ipfs/${n}`,
      title: `Certificate ${n}`,
      type: 'application/pdf',
      context: ['CN'],
    });
    expect(device).toEqual({
      linkset: [
        {
          anchor: 'https://passports.example/01/09520123456788/21/7',
          itemDescription: 'Packaging machine, serial number 7',
          'https://ref.gs1.org/voc/defaultLink': [{ href, title }],
          'https://ref.gs1.org/voc/pip': [{ href, title, type, hreflang }],
          'https://ref.gs1.org/voc/dpp': [
            {
              href: 'https://passports.example/passports/1',
              title: 'Passport as credential',
              type: 'application/vc',
            },
          ],
          'https://ref.gs1.org/voc/certificationInfo': [certified(1), certified(2)],
        },
        { anchor: 'https://passports.example/01/09520123456788', itemDescription: 'Machine' },
      ],
    });
  });
});

describe.skipIf(!havePublishedLinkset)('linkset (needs ../shared/vectors/linkset)', () => {
  const faults = (made: unknown) => schemaFaults(publishedLinkset('gs1-linkset-schema'), made);

  test('default: obeys the schema of GS1', () => {
    expect(faults(device)).toEqual([]);
  });

  test('default: makes the published example', () => {
    const href = 'https://dalgiardino.com/extra-virgin-olive-oil/';
    const made = linkset([
      {
        anchor: 'https://id.gs1.org/01/09506000134369',
        itemDescription: 'An item',
        links: [
          { rel: 'prev', href, title: 'My default link' },
          { rel: 'next', href, title: "Here's a title", type: 'text/html', hreflang: ['en'] },
        ],
      },
    ]);
    expect(made).toEqual(publishedLinkset('valid-gs1-example'));
  });

  test('error: the schema notices a link type that is not written out', () => {
    const links = [{ ...page, rel: 'other:pip' }];
    expect(faults(linkset([{ anchor: 'https://a/', itemDescription: 'x', links }]))).not.toEqual(
      [],
    );
  });
});
