import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CredentialError } from './credential-error.ts';
import { signCredential } from './sign-credential.ts';
import { isRevoked, statusBits } from './status-bits.ts';
import { credentialStatusEntry, readStatusEntry } from './status-entry.ts';
import { readStatusList, statusListCredential } from './status-list-credential.ts';
import { encodeStatusList } from './status-list.ts';
import { checking, DID, signing } from './testing/own-vector.ts';
import { refusal, rejection } from './testing/refusal.ts';
import { verifyCredential } from './verify-credential.ts';

const url = 'https://passports.example/orgs/MED/status/1';
const parts = {
  id: url,
  issuer: DID,
  encodedList: await encodeStatusList(statusBits([42])),
  validFrom: '2026-01-15T08:00:00Z',
  validUntil: '2026-01-16T08:00:00Z',
};
const list = statusListCredential(parts);
const subject = {
  id: `${url}#list`,
  type: 'BitstringStatusList',
  statusPurpose: 'revocation',
  encodedList: parts.encodedList,
};

describe('statusListCredential', () => {
  test('default: as in Bitstring Status List 1.0', () => {
    expect(list).toEqual({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: url,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: DID,
      validFrom: parts.validFrom,
      validUntil: parts.validUntil,
      credentialSubject: subject,
    });
  });

  test('behaviour: signed, verified and read, it tells who is revoked', async () => {
    const verified = verifyCredential(signCredential(list, signing), checking);
    const bits = await readStatusList(verified.verified && verified.document, url);
    const place = (index: number) =>
      readStatusEntry({
        credentialStatus: credentialStatusEntry({ statusListCredential: url, index }),
      }).index;
    expect(isRevoked(bits, place(42))).toBe(true);
    expect(isRevoked(bits, place(43))).toBe(false);
  });

  test('behaviour: a list may serve several purposes', async () => {
    const statusPurpose = ['suspension', 'revocation'];
    const several = { ...list, credentialSubject: { ...subject, statusPurpose } };
    expect(isRevoked(await readStatusList(several, url), 42)).toBe(true);
  });

  test.each([
    ['another list of the issuer', { ...list, id: `${url}2` }],
    [
      'another purpose',
      { ...list, credentialSubject: { ...subject, statusPurpose: 'suspension' } },
    ],
    ['wider entries', { ...list, credentialSubject: { ...subject, statusSize: 2 } }],
    ['another type', { ...list, type: ['VerifiableCredential'] }],
    ['no list', { ...list, credentialSubject: {} }],
  ])('error: STATUS_LIST_INVALID for %s', async (_, document) => {
    expect(await rejection(readStatusList(document, url))).toBe('STATUS_LIST_INVALID');
  });

  test('error: TIME_INVALID', () => {
    expect(refusal(() => statusListCredential({ ...parts, validUntil: 'never' }))).toBe(
      'TIME_INVALID',
    );
  });

  test('behaviour: garbage is refused with a CredentialError', async () => {
    const garbage = fc.oneof(
      fc.anything(),
      fc
        .anything()
        .map((encodedList) => ({ ...list, credentialSubject: { ...subject, encodedList } })),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (value) => {
        await expect(readStatusList(value, url)).rejects.toThrow(CredentialError);
        expect(() => readStatusEntry({ credentialStatus: value })).toThrow(CredentialError);
      }),
    );
  });
});

describe('credentialStatusEntry', () => {
  const entry = credentialStatusEntry({ statusListCredential: url, index: 42 });

  test('default: the index is a number, as UNTP wants it', () => {
    expect(entry).toEqual({
      id: `${url}#42`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: 42,
      statusListCredential: url,
    });
  });

  test('behaviour: reads the index as W3C writes it, too', () => {
    const place = { statusListCredential: url, index: 42 };
    expect(readStatusEntry({ credentialStatus: entry })).toEqual(place);
    expect(readStatusEntry({ credentialStatus: { ...entry, statusListIndex: '42' } })).toEqual(
      place,
    );
  });

  test.each([-1, 1.5, 8_388_608, Number.NaN])('error: STATUS_INDEX %s', (index) => {
    expect(refusal(() => credentialStatusEntry({ statusListCredential: url, index }))).toBe(
      'STATUS_INDEX',
    );
  });

  test.each(['042', '-1', '1e3', '', '4 2'])('error: STATUS_LIST_INVALID for "%s"', (text) => {
    const credentialStatus = { ...entry, statusListIndex: text };
    expect(refusal(() => readStatusEntry({ credentialStatus }))).toBe('STATUS_LIST_INVALID');
  });
});
