import { existsSync, readFileSync } from 'node:fs';
import { fromHex, toHex, type JsonValue } from '@luna/record';
import { base58btc } from 'multiformats/bases/base58';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { hashData } from './hash-data.ts';
import { documentBytes, readDocument, type JsonObject } from './json-document.ts';
import { decodePublicKey, encodePublicKey, publicKeyOf } from './multikey.ts';
import { readSecured } from './read-secured.ts';
import { signCredential } from './sign-credential.ts';
import { verifyCredential } from './verify-credential.ts';

const folder = new URL('../../../../../shared/vectors/vc-eddsa-jcs-2022/', import.meta.url);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const json = (name: string): JsonObject => {
  const value: JsonValue = z.json().parse(JSON.parse(read(name)));
  return readDocument(value);
};

describe.skipIf(!existsSync(folder))(
  'w3c/vc-di-eddsa TestVectors for eddsa-jcs-2022 (needs ../shared/vectors)',
  () => {
    const keys = () => z.record(z.string(), z.string()).parse(json('keyPair.json'));
    const seed = () => base58btc.decode(keys()['privateKeyMultibase'] ?? '').slice(2);
    const publicKey = () => decodePublicKey(keys()['publicKeyMultibase'] ?? '');
    const proof = () =>
      z
        .object({ created: z.string(), verificationMethod: z.string() })
        .parse(json('proofConfigJCS.json'));

    test('keys', () => {
      expect(encodePublicKey(publicKeyOf(seed()))).toBe(keys()['publicKeyMultibase']);
      expect(publicKeyOf(seed())).toEqual(publicKey());
    });

    test('canonical document and proof options', () => {
      expect(text(documentBytes(json('unsigned.json')))).toBe(read('canonDocJCS.txt'));
      expect(text(documentBytes(json('proofConfigJCS.json')))).toBe(read('proofCanonJCS.txt'));
    });

    test('hashes', () => {
      const combined = toHex(hashData(json('unsigned.json'), json('proofConfigJCS.json')));
      expect(combined).toBe(read('combinedHashJCS.txt'));
      expect(combined).toBe(read('proofHashJCS.txt') + read('docHashJCS.txt'));
    });

    test('signature and signed document', () => {
      const { created, verificationMethod } = proof();
      const signed = signCredential(json('unsigned.json'), {
        privateKey: seed(),
        created,
        verificationMethod,
      });
      expect(signed).toEqual(json('signedJCS.json'));
      expect(readSecured(signed).signature).toEqual(fromHex(read('sigHexJCS.txt')));
      expect(readSecured(signed).proof.proofValue).toBe(read('sigBTC58JCS.txt'));
    });

    test('verification', () => {
      const { verificationMethod } = proof();
      const options = { publicKey: publicKey(), verificationMethod, now: Date.UTC(2026, 0) };
      expect(verifyCredential(json('signedJCS.json'), options)).toEqual({
        verified: true,
        document: json('unsigned.json'),
      });
    });
  },
);
