import { hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { decodeBase64 } from './base64.ts';
import { createSigner, formatVkey, verifierFrom } from './key.ts';
import { GO_NOTE } from './testing/foreign.ts';

const seed = (decodeBase64(GO_NOTE.seedBase64) ?? new Uint8Array()).subarray(1);
const refusal = { code: 'KEY_INVALID' };

describe('createSigner', () => {
  test("default: Go's test key has Go's public key and key id", async () => {
    const signer = await createSigner('PeterNeumann', seed);
    expect(signer).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3' });
    expect(formatVkey(signer.name, signer.publicKey)).toBe(GO_NOTE.peter);
  });

  test('default: RFC 8032 section 7.1 test 1', async () => {
    const { publicKey } = await createSigner(
      'rfc8032',
      hexToBytes('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'),
    );
    expect(publicKey).toEqual(
      hexToBytes('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'),
    );
  });

  test.each(['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\u2003b', 'a\u0001', '\ud800'])(
    'error: KEY_INVALID for the name %j',
    async (name) => {
      await expect(createSigner(name, seed)).rejects.toMatchObject(refusal);
      expect(() => formatVkey(name, seed)).toThrow(expect.objectContaining(refusal));
    },
  );

  test('error: KEY_INVALID for a seed that is not 32 bytes', async () => {
    await expect(createSigner('a', seed.subarray(1))).rejects.toMatchObject(refusal);
  });
});

describe('verifierFrom', () => {
  test('behaviour: verifies what the signer signed and nothing else', async () => {
    const signer = await createSigner('a', seed);
    const verifier = await verifierFrom(formatVkey('a', signer.publicKey));
    const signature = await signer.sign('text\n');
    expect(signature).toHaveLength(64);
    expect(await verifier.verify('text\n', signature)).toBe(true);
    expect(await verifier.verify('test\n', signature)).toBe(false);
    expect(await verifier.verify('text\n', signature.with(0, (signature[0] ?? 0) ^ 1))).toBe(false);
    expect(await verifier.verify('text\n', signature.subarray(0, 63))).toBe(false);
    expect(await verifier.verify('text\n', new Uint8Array(65))).toBe(false);
  });

  test("error: KEY_INVALID for every mangling in Go's TestNewVerifier", async () => {
    const { peter } = GO_NOTE;
    const mangled = [GO_NOTE.wrongLength, GO_NOTE.wrongAlgorithm];
    for (let i = 0; i <= peter.length; i += 1) {
      for (let j = i; j <= peter.length; j += 1) {
        if (j - i < peter.length) mangled.push(peter.slice(i, j));
      }
      const next = String.fromCharCode(peter.charCodeAt(i) + 1);
      if (i < peter.length) mangled.push(peter.slice(0, i) + next + peter.slice(i + 1));
    }
    const results = await Promise.allSettled(mangled.map(verifierFrom));
    const accepted = mangled.filter((_, i) => results[i]?.status === 'fulfilled');
    expect(accepted).toEqual([]);
    for (const result of results) expect(result).toMatchObject({ reason: refusal });
  });

  test.each([
    GO_NOTE.peter.replace('c74f20a3', 'C74F20A3'),
    GO_NOTE.peter.replace('PeterNeumann', 'PeterNeuman'),
    `${GO_NOTE.peter}\n`,
    ` ${GO_NOTE.peter}`,
    `${GO_NOTE.peter}=`,
  ])('error: KEY_INVALID for %j', async (vkey) => {
    await expect(verifierFrom(vkey)).rejects.toMatchObject(refusal);
  });
});
