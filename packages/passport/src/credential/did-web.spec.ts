import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CredentialError } from './credential-error.ts';
import { didFromHost, didWebUrl } from './did-web.ts';
import { refusal } from './testing/refusal.ts';

/** The first three are the examples of the did:web method. */
const known = [
  [
    'w3c-ccg.github.io',
    '',
    'did:web:w3c-ccg.github.io',
    'https://w3c-ccg.github.io/.well-known/did.json',
  ],
  [
    'w3c-ccg.github.io',
    'user/alice',
    'did:web:w3c-ccg.github.io:user:alice',
    'https://w3c-ccg.github.io/user/alice/did.json',
  ],
  [
    'example.com:3000',
    'user/alice',
    'did:web:example.com%3A3000:user:alice',
    'https://example.com:3000/user/alice/did.json',
  ],
  [
    'localhost:5173',
    'orgs/MED',
    'did:web:localhost%3A5173:orgs:MED',
    'http://localhost:5173/orgs/MED/did.json',
  ],
  ['127.0.0.1:5173', '', 'did:web:127.0.0.1%3A5173', 'http://127.0.0.1:5173/.well-known/did.json'],
] as const;

describe('did:web', () => {
  test.each(known)('default: %s %s', (host, path, did, url) => {
    expect(didFromHost(host, path)).toBe(did);
    expect(didWebUrl(did)).toBe(url);
  });

  test('behaviour: plain http is for loopback alone', () => {
    expect(didWebUrl('did:web:localhost.example.com')).toMatch(/^https:/);
    expect(didWebUrl('did:web:127.0.0.1.example.com')).toMatch(/^https:/);
  });

  test.each([
    '',
    'Example.com',
    'https://example.com',
    'example.com/path',
    'example.com:443',
    'example.com:99999',
    'user@example.com',
    'exa mple.com',
    'bücher.example',
    '192.168.1.1',
    '10.0.0.1:80',
    '[::1]',
    'a%2fb',
  ])('error: DID_INVALID for host "%s"', (host) => {
    expect(refusal(() => didFromHost(host))).toBe('DID_INVALID');
  });

  test.each(['/', 'a//b', '../secret', 'a/..', '.well-known', 'a b', 'a:b', 'a%2e', 'ä'])(
    'error: DID_INVALID for path "%s"',
    (path) => {
      expect(refusal(() => didFromHost('example.com', path))).toBe('DID_INVALID');
    },
  );

  test.each([
    'did:web:',
    'did:key:z6Mk',
    'DID:web:example.com',
    'did:web:Example.com',
    'did:web:example.com#key',
    'did:web:example.com/path',
    'did:web:example.com?a=b',
    'did:web:example.com:..:etc',
    'did:web:example.com:%2e%2e',
    'did:web:example.com::a',
    'did:web:10.0.0.1',
    'did:web:example.com%3A',
    'did:web:example.com%3A443',
  ])('error: DID_INVALID for %s', (did) => {
    expect(refusal(() => didWebUrl(did))).toBe('DID_INVALID');
  });

  test('behaviour: what is made of a host and a path leads back to them', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,9}$/);
    const host = fc
      .tuple(fc.domain(), fc.integer({ min: 1, max: 65_535 }))
      .map(([name, port]) => (port === 443 ? name : `${name}:${port}`));
    fc.assert(
      fc.property(host, fc.array(word, { minLength: 1, maxLength: 4 }), (at, words) => {
        const url = didWebUrl(didFromHost(at, words.join('/')));
        expect(url).toBe(`https://${at}/${words.join('/')}/did.json`);
        expect(new URL(url).href).toBe(url);
      }),
    );
  });

  test('behaviour: garbage is refused with a CredentialError', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => didWebUrl(text)).toThrow(CredentialError);
        expect(() => didWebUrl(`did:web:${text}#`)).toThrow(CredentialError);
      }),
    );
  });
});
