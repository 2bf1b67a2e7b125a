import * as z from 'zod/mini';
import { CredentialError } from './credential-error.ts';
import { checkTime } from './date-time.ts';
import { readDocument, type JsonObject } from './json-document.ts';
import { decodeStatusList } from './status-list.ts';

/** What a status list says; `id` is the URL it is served at, times as RFC 3339. */
export type StatusListParts = {
  id: string;
  issuer: string;
  encodedList: string;
  validFrom: string;
  validUntil: string;
};

/**
 * The unsigned credential that publishes a list of revocations (Bitstring Status List 1.0, section
 * 2.2). `validUntil` ends the life of copies: who withholds a newer list cannot show an old one long.
 *
 * @throws CredentialError TIME_INVALID
 */
export function statusListCredential(parts: StatusListParts): JsonObject {
  const { id, issuer, encodedList, validFrom, validUntil } = parts;
  checkTime(validFrom);
  checkTime(validUntil);
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom,
    validUntil,
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList,
    },
  };
}

const listShape = z.looseObject({
  id: z.string(),
  type: z.array(z.string()),
  credentialSubject: z.looseObject({
    type: z.literal('BitstringStatusList'),
    statusPurpose: z.union([z.string(), z.array(z.string())]),
    statusSize: z.optional(z.literal(1)),
    encodedList: z.string(),
  }),
});

/**
 * The bits of the list that a credential's entry names (section 3.2). Verify the document first.
 *
 * @param url `statusListCredential` of the entry; the issuer's other lists are refused
 * @throws CredentialError STATUS_LIST_INVALID, STATUS_LIST_LENGTH, DOCUMENT_INVALID, DOCUMENT_TOO_LARGE
 */
export async function readStatusList(document: unknown, url: string): Promise<Uint8Array> {
  const { success, data } = listShape.safeParse(readDocument(document));
  const fits =
    success &&
    data.id === url &&
    data.type.includes('BitstringStatusListCredential') &&
    [data.credentialSubject.statusPurpose].flat().includes('revocation');
  if (!fits) throw new CredentialError('STATUS_LIST_INVALID', `not the revocation list ${url}`);
  return decodeStatusList(data.credentialSubject.encodedList);
}
