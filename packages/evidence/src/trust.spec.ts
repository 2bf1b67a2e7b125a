import { describe, expect, test } from 'vitest';
import { parseTrust } from './trust.ts';

const TRUST = {
  chainId: 137,
  passportLog: `0x${'Ab'.repeat(20)}`,
  origin: 'log.example/luna',
  logKeys: ['log.example/luna+12345678+AQ=='],
};

describe('parseTrust', () => {
  test('default: addresses become lowercase, further fields are left alone', () => {
    const trust = parseTrust({ ...TRUST, rpcUrls: ['https://rpc.example'] });
    expect(trust).toEqual({ ...TRUST, passportLog: `0x${'ab'.repeat(20)}` });
  });

  test.each([
    ['no object', null],
    ['no keys', { ...TRUST, logKeys: [] }],
    ['no address', { ...TRUST, passportLog: '0x12' }],
    ['no origin', { ...TRUST, origin: '' }],
    ['chain 0', { ...TRUST, chainId: 0 }],
  ])('error: %s', (_, value) => {
    expect(() => parseTrust(value)).toThrow(expect.objectContaining({ code: 'TRUST_INVALID' }));
  });
});
