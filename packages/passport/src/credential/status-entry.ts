import * as z from 'zod/mini';
import { CredentialError } from './credential-error.ts';
import { readDocument } from './json-document.ts';
import { MOST_ENTRIES } from './status-bits.ts';

/** Where a credential's revocation is published: the URL of a list, and an index in it. */
export type StatusPlace = { statusListCredential: string; index: number };

/** `credentialStatus` of a credential. */
export type StatusEntry = {
  id: string;
  type: 'BitstringStatusListEntry';
  statusPurpose: 'revocation';
  statusListIndex: number;
  statusListCredential: string;
};

/**
 * The `credentialStatus` of a credential (Bitstring Status List 1.0, section 2.1), as UNTP 0.7.0 wants
 * it: with the index as a number, where W3C has its decimal text.
 *
 * @throws CredentialError STATUS_INDEX unless the index can be in a list
 */
export function credentialStatusEntry({ statusListCredential, index }: StatusPlace): StatusEntry {
  if (!Number.isInteger(index) || index < 0 || index >= MOST_ENTRIES) {
    throw new CredentialError('STATUS_INDEX', `no status list has an entry ${index}`);
  }
  return {
    id: `${statusListCredential}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: index,
    statusListCredential,
  };
}

const statusShape = z.looseObject({
  credentialStatus: z.looseObject({
    type: z.literal('BitstringStatusListEntry'),
    statusPurpose: z.literal('revocation'),
    statusListIndex: z.union([z.int(), z.string().check(z.regex(/^(?:0|[1-9][0-9]{0,15})$/))]),
    statusListCredential: z.string(),
  }),
});

/**
 * Where to look whether a credential was revoked; the index may be a number or decimal text.
 *
 * @throws CredentialError STATUS_LIST_INVALID when it names no revocation list, DOCUMENT_INVALID
 */
export function readStatusEntry(credential: unknown): StatusPlace {
  const { success, data } = statusShape.safeParse(readDocument(credential));
  if (!success) {
    throw new CredentialError('STATUS_LIST_INVALID', 'the credential names no revocation list');
  }
  const { statusListCredential, statusListIndex } = data.credentialStatus;
  return { statusListCredential, index: Number(statusListIndex) };
}
