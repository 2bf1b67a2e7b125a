import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codeOfIdentificationLink,
  identificationLinkFault,
  isIdentificationLink,
} from './identification-link.ts';

const code = 'DP-MED-2601-PF-CN-000001-0A';

describe('identificationLinkFault', () => {
  test.each([
    `https://passports.example/p/${code}`,
    `http://localhost:8080/p/${code}`,
    'https://id.maker.example?m=AB-12;s=77#x',
    'https://[2001:db8::1]:8443/p/7',
    'https://id.maker.example/01/09520123456788/21/7',
    `https://a/${'x'.repeat(245)}`,
  ])('default: %s', (link) => {
    expect(isIdentificationLink(link)).toBe(true);
  });

  test.each([
    ['https://a', 'ILS-1'],
    ['https://a/', 'ILS-1'],
    [`https://a/${'x'.repeat(246)}`, 'ILS-5'],
    ['', 'ILS-6'],
    ['ftp://a/b', 'ILS-6'],
    ['//a/b', 'ILS-6'],
    ['a/b', 'ILS-6'],
    ['https:///b', 'ILS-6'],
    ['https://me@a/b', 'ILS-6'],
    ['https://a:123456/b', 'ILS-6'],
    ['https://a:65536/b', 'ILS-6'],
    ['https://1.2.3.999/b', 'ILS-6'],
    ['https://a/b[1]', 'ILS-6'],
    ['https://a/b#c#d', 'ILS-6'],
    ['https://a/21/SN%2F7', 'ILS-7'],
    ['https://a/b c', 'ILS-7'],
    ['https://a/ü', 'ILS-7'],
    ['https://a/<b>', 'ILS-7'],
    ['https://a/b\n', 'ILS-7'],
    ['HTTPS://A/B', 'ILS-8'],
    ['https://Id.example/b', 'ILS-8'],
  ] as const)('error: %s breaks %s', (link, fault) => {
    expect(identificationLinkFault(link)).toBe(fault);
    expect(isIdentificationLink(link)).toBe(false);
  });

  test('behaviour: what is taken has an origin that URL does not change', () => {
    const near = fc
      .array(fc.constantFrom('a', 'B', '/', '?', '#', ':', '@', '[', ']', '.', '%', '7'))
      .map((parts) => `https://x${parts.join('')}`);
    fc.assert(
      fc.property(near, (link) => {
        fc.pre(isIdentificationLink(link));
        expect(link.startsWith(new URL(link).origin)).toBe(true);
      }),
    );
  });
});

describe('codeOfIdentificationLink', () => {
  test('default', () => {
    expect(codeOfIdentificationLink(`https://a/p/${code}`, 'https://a')).toBe(code);
    expect(codeOfIdentificationLink(`https://a/x/p/${code}`, 'https://a/x/')).toBe(code);
  });

  test.each([
    `https://b/p/${code}`,
    `https://a/p/${code}/`,
    `https://a/p/${code}?x=1`,
    `https://a/p/${code.toLowerCase()}`,
    'https://a/p/DP-MED-2601-PF-CN-000001-0B',
    'https://a/p/',
    code,
    '\ud800',
  ])('behaviour: none in %s', (link) => {
    expect(codeOfIdentificationLink(link, 'https://a')).toBeUndefined();
  });
});
