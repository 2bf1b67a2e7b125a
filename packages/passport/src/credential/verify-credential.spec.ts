import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { base58btc } from 'multiformats/bases/base58';
import { describe, expect, test } from 'vitest';
import { hashData } from './hash-data.ts';
import { isObject, readDocument, type JsonObject } from './json-document.ts';
import { publicKeyOf } from './multikey.ts';
import { readSecured } from './read-secured.ts';
import { signCredential } from './sign-credential.ts';
import { arbitraryMutation, reversedKeys } from './testing/arbitrary-mutation.ts';
import { checking, KEY_ID, NOW, ownVector, SEED, signing, unsigned } from './testing/own-vector.ts';
import { verifyCredential } from './verify-credential.ts';

const signed = signCredential(unsigned, signing);
const minute = 60_000;

function reason(secured: unknown, options = checking): string {
  const result = verifyCredential(secured, options);
  return result.verified ? 'verified' : result.reason;
}

/** The signed document with some members of its proof changed. */
function withProof(changes: JsonObject): JsonObject {
  const { proof } = signed;
  return { ...signed, proof: { ...(isObject(proof) ? proof : {}), ...changes } };
}

/** Signed like everything here, with these members besides. */
const signedWith = (members: JsonObject) => signCredential({ ...unsigned, ...members }, signing);

describe('verifyCredential', () => {
  test('default: gives back what was signed', () => {
    expect(verifyCredential(signed, checking)).toEqual({ verified: true, document: unsigned });
  });

  test('behaviour: accepts what other tools signed', () => {
    const options: unknown = JSON.parse(ownVector.canonicalOptions);
    const proof = { ...readDocument(options), proofValue: ownVector.proofValue };
    expect(reason({ ...unsigned, proof })).toBe('verified');
  });

  test('behaviour: the order of keys changes nothing', () => {
    expect(reason(reversedKeys(signed))).toBe('verified');
  });

  test('behaviour: every change of any value at any depth makes it fail', () => {
    fc.assert(
      fc.property(arbitraryMutation(signed), (changed) => {
        expect(reason(changed)).not.toBe('verified');
      }),
      { numRuns: 500 },
    );
  });

  test('behaviour: a member added anywhere makes it fail', () => {
    expect(reason({ ...signed, added: 1 })).toBe('SIGNATURE_WRONG');
    expect(reason(withProof({ added: 1 }))).toBe('SIGNATURE_WRONG');
    expect(reason(withProof({ expires: '2030-01-01T00:00:00Z' }))).toBe('SIGNATURE_WRONG');
  });

  test('behaviour: contexts added after signing do not count, and are not given back', () => {
    const contexts = [unsigned['@context'] ?? [], 'https://later.example'].flat();
    const result = verifyCredential({ ...signed, '@context': contexts }, checking);
    expect(result).toEqual({ verified: true, document: unsigned });
  });

  test('error: CONTEXT_MISMATCH', () => {
    const first = ['https://other.example', unsigned['@context'] ?? []].flat();
    for (const context of [first, [], 'https://other.example', null]) {
      expect(reason({ ...signed, '@context': context })).toBe('CONTEXT_MISMATCH');
    }
  });

  test('error: PROOF_MISSING, PROOF_SET, PROOF_CHAIN', () => {
    expect(reason(unsigned)).toBe('PROOF_MISSING');
    expect(reason({ ...unsigned, proof: [signed['proof'] ?? null] })).toBe('PROOF_SET');
    expect(reason(withProof({ previousProof: 'urn:uuid:1' }))).toBe('PROOF_CHAIN');
  });

  test.each<[string, JsonObject]>([
    ['another multibase', { proofValue: `u${'A'.repeat(86)}` }],
    ['63 bytes', { proofValue: `z${'1'.repeat(63)}` }],
    ['65 bytes', { proofValue: `z${'1'.repeat(65)}` }],
    ['a megabyte', { proofValue: `z${'2'.repeat(60_000)}` }],
    ['no text', { proofValue: 7 }],
    ['a time without offset', { created: '2026-01-15T08:31:00' }],
    ['no key', { verificationMethod: null }],
  ])('error: PROOF_MALFORMED for %s', (_, changes) => {
    expect(reason(withProof(changes))).toBe('PROOF_MALFORMED');
  });

  test('error: PROOF_MALFORMED for a proof that is no object', () => {
    for (const proof of [null, true, 'z', 1]) {
      expect(reason({ ...unsigned, proof })).toBe('PROOF_MALFORMED');
    }
  });

  test('error: SUITE_WRONG, PURPOSE_WRONG, METHOD_MISMATCH', () => {
    expect(reason(withProof({ cryptosuite: 'eddsa-rdfc-2022' }))).toBe('SUITE_WRONG');
    expect(reason(withProof({ type: 'Ed25519Signature2020', proofValue: 'u' }))).toBe(
      'SUITE_WRONG',
    );
    expect(reason(withProof({ proofPurpose: 'authentication' }))).toBe('PURPOSE_WRONG');
    expect(reason(withProof({ verificationMethod: `${KEY_ID}x` }))).toBe('METHOD_MISMATCH');
  });

  test('error: SIGNATURE_WRONG, KEY_INVALID', () => {
    const other = publicKeyOf(new Uint8Array(32));
    expect(reason(signed, { ...checking, publicKey: other })).toBe('SIGNATURE_WRONG');
    expect(reason(signed, { ...checking, publicKey: other.slice(1) })).toBe('KEY_INVALID');
  });

  test('error: SIGNATURE_WRONG for a key of small order, which would fit any signature', () => {
    const neutral = Uint8Array.of(1, ...new Uint8Array(31));
    const proofValue = base58btc.encode(Uint8Array.of(...neutral, ...new Uint8Array(32)));
    expect(reason(withProof({ proofValue }), { ...checking, publicKey: neutral })).toBe(
      'SIGNATURE_WRONG',
    );
  });

  test('error: NOT_YET_VALID, EXPIRED, to the millisecond', () => {
    const at = (now: number) => ({ ...checking, now });
    const validUntil = new Date(NOW).toISOString();
    const document = signedWith({ validUntil });
    expect(reason(document, at(NOW))).toBe('verified');
    expect(reason(document, at(NOW + 1))).toBe('EXPIRED');
    const validFrom = new Date(NOW + minute).toISOString();
    expect(reason(signedWith({ validFrom }), at(NOW + minute))).toBe('verified');
    expect(reason(signedWith({ validFrom }), at(NOW + minute - 1))).toBe('NOT_YET_VALID');
  });

  test('error: PROOF_EXPIRED, at the very instant', () => {
    const { options } = readSecured(withProof({ expires: new Date(NOW).toISOString() }));
    const proofValue = base58btc.encode(ed25519.sign(hashData(unsigned, options), SEED));
    const document = { ...unsigned, proof: { ...options, proofValue } };
    expect(reason(document, { ...checking, now: NOW - 1 })).toBe('verified');
    expect(reason(document, { ...checking, now: NOW })).toBe('PROOF_EXPIRED');
  });

  test('error: a forged document is called forged, though it also expired', () => {
    expect(reason({ ...signed, validUntil: '2020-01-01T00:00:00Z' })).toBe('SIGNATURE_WRONG');
  });

  test('error: DOCUMENT_INVALID when a signed time cannot be read', () => {
    expect(reason(signedWith({ validUntil: 'tomorrow' }))).toBe('DOCUMENT_INVALID');
  });

  test('behaviour: garbage is answered, never thrown', () => {
    const garbage = fc.oneof(
      fc.anything(),
      fc.anything().map((proof) => ({ ...unsigned, proof })),
      fc.anything().map((proofValue) => ({ ...unsigned, proof: { proofValue } })),
      fc.anything().map((value) => ({ ...signed, '@context': value })),
    );
    fc.assert(
      fc.property(garbage, (value) => {
        expect(verifyCredential(value, checking)).toHaveProperty('verified', false);
      }),
    );
  });
});
