import fc from 'fast-check';
import { base58btc } from 'multiformats/bases/base58';
import { describe, expect, test } from 'vitest';
import { CredentialError } from './credential-error.ts';
import { decodePublicKey, encodePublicKey, publicKeyOf } from './multikey.ts';
import { ownVector, PUBLIC_KEY, SEED } from './testing/own-vector.ts';
import { refusal } from './testing/refusal.ts';

describe('Multikey', () => {
  test('default: seed, key and text are those of other tools', () => {
    expect(publicKeyOf(SEED)).toEqual(PUBLIC_KEY);
    expect(encodePublicKey(PUBLIC_KEY)).toBe(ownVector.publicKeyMultibase);
  });

  test('behaviour: any 32 bytes come back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
        expect(decodePublicKey(encodePublicKey(key))).toEqual(key);
      }),
    );
  });

  test('error: KEY_INVALID for other lengths', () => {
    expect(refusal(() => encodePublicKey(new Uint8Array(31)))).toBe('KEY_INVALID');
    expect(refusal(() => publicKeyOf(new Uint8Array(33)))).toBe('KEY_INVALID');
  });

  test('error: KEY_INVALID for other keys and multibases', () => {
    const x25519 = base58btc.encode(Uint8Array.of(0xec, 0x01, ...PUBLIC_KEY));
    const p256 = base58btc.encode(Uint8Array.of(0x80, 0x24, 2, ...PUBLIC_KEY));
    const text = ownVector.publicKeyMultibase;
    const broken = [
      '',
      'z',
      text.slice(1),
      `f${text.slice(1)}`,
      `${text}1`,
      text.replace('6', '0'),
    ];
    for (const other of [x25519, p256, ...broken]) {
      expect(refusal(() => decodePublicKey(other))).toBe('KEY_INVALID');
    }
  });

  test('behaviour: garbage is refused with a CredentialError', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 48, maxLength: 48 }), (text) => {
        expect(() => decodePublicKey(text)).toThrow(CredentialError);
      }),
    );
  });
});
