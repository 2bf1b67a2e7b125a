import { toHex, type JsonValue } from '@luna/record';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CredentialError } from './credential-error.ts';
import { hashData } from './hash-data.ts';
import { documentBytes } from './json-document.ts';
import { readSecured } from './read-secured.ts';
import { signCredential } from './sign-credential.ts';
import { reversedKeys } from './testing/arbitrary-mutation.ts';
import { ownVector, signing, unsigned } from './testing/own-vector.ts';
import { refusal } from './testing/refusal.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('signCredential', () => {
  test('default: canonical forms, hashes and signature are those of other tools', () => {
    const { options, proof } = readSecured(signCredential(unsigned, signing));
    expect(text(documentBytes(unsigned))).toBe(ownVector.canonicalDocument);
    expect(text(documentBytes(options))).toBe(ownVector.canonicalOptions);
    expect(toHex(hashData(unsigned, options))).toBe(ownVector.hashData);
    expect(proof.proofValue).toBe(ownVector.proofValue);
  });

  test('behaviour: the order of keys changes nothing', () => {
    expect(signCredential(reversedKeys(unsigned), signing)).toEqual(
      signCredential(unsigned, signing),
    );
  });

  test('behaviour: a document without @context is signed without one', () => {
    const { proof } = signCredential({ a: 1 }, { ...signing, proofPurpose: 'authentication' });
    expect(proof).toMatchObject({ proofPurpose: 'authentication' });
    expect(proof).not.toHaveProperty('@context');
  });

  test('error: PROOF_PRESENT, whatever the proof is', () => {
    const signed = signCredential(unsigned, signing);
    expect(refusal(() => signCredential(signed, signing))).toBe('PROOF_PRESENT');
    expect(refusal(() => signCredential({ proof: null }, signing))).toBe('PROOF_PRESENT');
  });

  test('error: KEY_INVALID, TIME_INVALID', () => {
    const longKey = new Uint8Array(64);
    expect(refusal(() => signCredential({}, { ...signing, privateKey: longKey }))).toBe(
      'KEY_INVALID',
    );
    for (const created of ['2026-01-15', '2026-01-15T08:30:00', '2026-02-30T08:30:00Z', 'now']) {
      expect(refusal(() => signCredential({}, { ...signing, created }))).toBe('TIME_INVALID');
    }
  });

  test('error: DOCUMENT_TOO_LARGE, if only with its proof', () => {
    expect(signCredential({ a: 'x'.repeat(1_048_000) }, signing)).toHaveProperty('proof');
    expect(refusal(() => signCredential({ a: 'x'.repeat(1_048_500) }, signing))).toBe(
      'DOCUMENT_TOO_LARGE',
    );
    expect(refusal(() => signCredential({ a: 'x'.repeat(1_050_000) }, signing))).toBe(
      'DOCUMENT_TOO_LARGE',
    );
  });

  test.each([
    ['null', null],
    ['an array', []],
    ['text', 'text'],
    ['an undefined member', { a: undefined }],
    ['NaN', { a: Number.NaN }],
    ['half a surrogate pair', { a: '\ud800' }],
    ['a date', { a: new Date(0) }],
    [
      'a throwing getter',
      {
        get a(): never {
          throw new TypeError('boom');
        },
      },
    ],
  ])('error: DOCUMENT_INVALID for %s', (_, document) => {
    expect(refusal(() => signCredential(document, signing))).toBe('DOCUMENT_INVALID');
  });

  test('behaviour: garbage is signed or refused with a CredentialError', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (garbage) => {
        try {
          const signed: JsonValue = signCredential(garbage, signing);
          expect(signed).toHaveProperty('proof');
        } catch (error) {
          expect(error).toBeInstanceOf(CredentialError);
        }
      }),
    );
  });
});
