import { describe, expect, it } from 'vitest';
import { bucketOf } from './rate-limits.ts';

const of = (path: string, caller?: string, address = '192.0.2.7') =>
  bucketOf({ path, address }, caller);

describe('bucketOf', () => {
  it('counts callers by who they are, everybody else by address', () => {
    expect(of('/api/v1/passports')).toEqual({ bucket: 'anonymous', who: '192.0.2.7' });
    expect(of('/api/v1/passports', 'key-1')).toEqual({ bucket: 'caller', who: 'key-1' });
  });

  it('counts sign-in by address, whoever asks', () => {
    for (const path of ['login', 'register', 'refresh', 'reset/request', 'verify-email']) {
      expect(of(`/api/v1/auth/${path}`, 'key-1')).toEqual({ bucket: 'auth', who: '192.0.2.7' });
    }
    expect(of('/api/v1/auth/me', 'key-1').bucket).toBe('caller');
  });

  it('gives the log and its blocks a bucket of their own', () => {
    expect(of('/log/tile/0/000', 'key-1').bucket).toBe('log');
    expect(of('/ipfs/bafy').bucket).toBe('log');
    expect(of('/login').bucket).toBe('anonymous');
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.7'],
  ])('counts %s as %s', (address, who) => {
    expect(of('/', undefined, address).who).toBe(who);
  });
});
