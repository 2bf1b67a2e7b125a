import { describe, expect, it } from 'vitest';
import { readSiwe } from './siwe-message.ts';

const ADDRESS = '0x9D85ca56217D2bb651b00f15e694EB7E713637D4';
const now = Date.parse('2026-06-16T08:00:00.000Z');
const expected = { publicUrl: 'https://luna.example', chainId: 137, now };

const GOOD = `luna.example wants you to sign in with your Ethereum account:
${ADDRESS}

Link this wallet to your account.

URI: https://luna.example/wallets
Version: 1
Chain ID: 137
Nonce: bTyXgcQxn2htgkjJn
Issued At: 2026-06-16T07:55:00.000Z
Expiration Time: 2026-06-16T08:05:00.000Z
Not Before: 2026-06-16T07:55:00.000Z
Request ID: some_id
Resources:
- https://luna.example/terms
- https://luna.example/privacy`;

const without = (line: RegExp) => GOOD.replace(line, '');
const swapped = (a: RegExp, b: RegExp) => {
  const [first = ''] = a.exec(GOOD) ?? [];
  const [second = ''] = b.exec(GOOD) ?? [];
  return GOOD.replace(first, '%').replace(second, first).replace('%', second);
};

describe('readSiwe', () => {
  it.each([
    ['everything', GOOD],
    ['no optional field', GOOD.replace(/\nExpiration[^]*$/, '')],
    ['no statement', GOOD.replace('Link this wallet to your account.\n', '')],
    ['a scheme', `https://${GOOD}`],
    ['dates without milliseconds', GOOD.replaceAll(/(:\d\d)\.000Z/g, '$1Z')],
    ['a date of another zone', GOOD.replace('07:55:00.000Z\nExp', '09:55:00+02:00\nExp')],
    ['an address of ours without path', GOOD.replace('/wallets', '')],
  ])('takes a message with %s', (_, message) => {
    expect(readSiwe(message, expected)).toEqual({ address: ADDRESS, nonce: 'bTyXgcQxn2htgkjJn' });
  });

  const BAD: readonly [string, string][] = [
    ['', ''],
    ['another text altogether', 'Sign me in, please.'],
    ['no domain', GOOD.replace('luna.example wants', ' wants')],
    ['another domain', GOOD.replace('luna.example wants', 'evil.example wants')],
    [
      'our domain as the beginning of another',
      GOOD.replace('luna.example w', 'luna.example.evil.org w'),
    ],
    ['our domain with a port', GOOD.replace('luna.example w', 'luna.example:8443 w')],
    ['a domain that is none', GOOD.replace('luna.example w', 'not_rfc4501 w')],
    ['a user before the domain', GOOD.replace('luna.example w', 'luna.example@evil.org w')],
    ['another scheme', `http://${GOOD}`],
    ['no address', GOOD.replace(ADDRESS, '')],
    ['an address without checksum', GOOD.replace(ADDRESS, ADDRESS.toLowerCase())],
    ['an address with a wrong checksum', GOOD.replace('0x9D85', '0x9d85')],
    ['an address that is too short', GOOD.replace('37D4', '37D')],
    ['no URI', without(/URI: .*\n/)],
    [
      'a URI of another host',
      GOOD.replace('URI: https://luna.example/', 'URI: https://evil.example/'),
    ],
    ['a URI of another scheme', GOOD.replace('URI: https:', 'URI: http:')],
    ['a URI that is none', GOOD.replace('https://luna.example/wallets', '_not_a_uri_')],
    ['a URI that only begins like ours', GOOD.replace('luna.example/w', 'luna.example.evil.org/w')],
    ['no version', without(/Version: .*\n/)],
    ['version 2', GOOD.replace('Version: 1', 'Version: 2')],
    ['version 1.0', GOOD.replace('Version: 1', 'Version: 1.0')],
    ['no chain id', without(/Chain ID: .*\n/)],
    ['another chain', GOOD.replace('Chain ID: 137', 'Chain ID: 1')],
    ['a chain id that is no number', GOOD.replace('Chain ID: 137', 'Chain ID: ?')],
    ['chain id zero', GOOD.replace('Chain ID: 137', 'Chain ID: 0')],
    ['a chain id with a leading zero', GOOD.replace('Chain ID: 137', 'Chain ID: 0137')],
    ['no nonce', without(/Nonce: .*\n/)],
    ['a nonce of seven characters', GOOD.replace('bTyXgcQxn2htgkjJn', '1234567')],
    ['a nonce with other characters', GOOD.replace('bTyXgcQxn2htgkjJn', 'bTyXgcQxn2-htgkjJn')],
    ['no issued-at', without(/Issued At: .*\n/)],
    [
      'an issued-at that is no date',
      GOOD.replace(/Issued At: .*/, 'Issued At: Wed Oct 05 2011 16:48:00 GMT+0200 (CEST)'),
    ],
    [
      'an issued-at on 30 February',
      GOOD.replace(/Issued At: .*/, 'Issued At: 2026-02-30T08:00:00.000Z'),
    ],
    [
      'an issued-at of more than ten minutes ago',
      GOOD.replace(/Issued At: .*/, 'Issued At: 2026-06-16T07:49:59.999Z'),
    ],
    [
      'an issued-at in the future',
      GOOD.replace(/Issued At: .*/, 'Issued At: 2026-06-16T08:01:00.001Z'),
    ],
    [
      'an expiration that has passed',
      GOOD.replace(/Expiration Time: .*/, 'Expiration Time: 2026-06-16T08:00:00.000Z'),
    ],
    ['an expiration that is no date', GOOD.replace(/Expiration Time: .*/, 'Expiration Time: soon')],
    [
      'a not-before that has not come',
      GOOD.replace(/Not Before: .*/, 'Not Before: 2026-06-16T08:00:00.001Z'),
    ],
    ['a not-before that is no date', GOOD.replace(/Not Before: .*/, 'Not Before: later')],
    ['URI and version swapped', swapped(/URI: .*\n/, /Version: .*\n/)],
    ['version and chain swapped', swapped(/Version: .*\n/, /Chain ID: .*\n/)],
    ['chain and nonce swapped', swapped(/Chain ID: .*\n/, /Nonce: .*\n/)],
    ['nonce and issued-at swapped', swapped(/Nonce: .*\n/, /Issued At: .*\n/)],
    ['expiration and not-before swapped', swapped(/Expiration Time: .*\n/, /Not Before: .*\n/)],
    ['not-before and request id swapped', swapped(/Not Before: .*\n/, /Request ID: .*\n/)],
    [
      'resources before the request id',
      GOOD.replace('Request ID: some_id\n', '').concat('\nRequest ID: some_id'),
    ],
    ['a second line of statement', GOOD.replace('wallet to', 'wallet\nto')],
    ['an extra empty line', GOOD.replace('\n\nLink', '\n\n\nLink')],
    ['a missing empty line', GOOD.replace('account.\n\nURI', 'account.\nURI')],
    ['a resource that is no URI', GOOD.replace('https://luna.example/privacy', '_not_a_uri_')],
    [
      'resources on one line',
      GOOD.replace('\n- https://luna.example/privacy', ' - https://luna.example/privacy'),
    ],
    ['a field twice', GOOD.replace('Version: 1\n', 'Version: 1\nVersion: 1\n')],
    ['something in front', `Hello. ${GOOD}`],
    ['something after', `${GOOD}\nAlso: everything else`],
    ['a line feed at the end', `${GOOD}\n`],
    ['CRLF', GOOD.replaceAll('\n', '\r\n')],
    [
      'a second message inside the statement',
      GOOD.replace(
        'Link this wallet to your account.',
        `\n\nURI: https://luna.example/wallets\nVersion: 1`,
      ),
    ],
  ];

  it(`knows ${BAD.length} bad messages, more than 29`, () => {
    expect(BAD.length).toBeGreaterThan(29);
    expect(new Set(BAD.map(([, message]) => message)).size).toBe(BAD.length);
    expect(BAD.map(([, message]) => message)).not.toContain(GOOD);
  });

  it.each(BAD)('refuses a message with %s', (_, message) => {
    expect(() => readSiwe(message, expected)).toThrow(
      expect.objectContaining({ code: 'SIWE_INVALID' }),
    );
  });
});
