import { checkTime } from './date-time.ts';
import { didWebUrl } from './did-web.ts';
import type { JsonObject } from './json-document.ts';
import { encodePublicKey } from './multikey.ts';

/** A 32-byte Ed25519 key of an organisation, and since when it must not be trusted any more. */
export type OrganizationKey = { publicKey: Uint8Array; revoked?: string };

/** The id of a key: the DID and the key itself, so that an id never comes to mean another key. */
export function verificationMethodId(did: string, publicKey: Uint8Array): string {
  return `${did}#${encodePublicKey(publicKey)}`;
}

/**
 * The DID document of an organisation: its keys as Multikey verification methods, for
 * `assertionMethod` (DID Core 1.0, Controlled Identifiers 1.0).
 *
 * To rotate, add the new key and sign with it; the old one stays, so that what it signed stays
 * verifiable. A key that got lost or stolen gets `revoked`: it stays listed, but for no purpose.
 *
 * @throws CredentialError DID_INVALID, KEY_INVALID, TIME_INVALID
 */
export function didDocument({
  did,
  keys,
}: {
  did: string;
  keys: readonly OrganizationKey[];
}): JsonObject {
  didWebUrl(did);
  const methods = keys.map(({ publicKey, revoked }) => ({
    id: verificationMethodId(did, publicKey),
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: encodePublicKey(publicKey),
    ...revocation(revoked),
  }));
  const trusted = methods.filter((method) => !('revoked' in method)).map(({ id }) => id);
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    ...(methods.length > 0 && { verificationMethod: methods }),
    // A verification relationship that is there must not be empty.
    ...(trusted.length > 0 && { assertionMethod: trusted }),
  };
}

function revocation(revoked: string | undefined): { revoked?: string } {
  if (revoked === undefined) return {};
  checkTime(revoked);
  return { revoked };
}
