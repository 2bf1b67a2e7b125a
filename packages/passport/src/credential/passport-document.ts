import { documentBytes } from './json-document.ts';
import { readSecured } from './read-secured.ts';

/**
 * The bytes of a signed passport document that are stored and named by `passport.document_published`:
 * the credential with its proof, in RFC 8785 form. The same credential is always the same bytes.
 *
 * @throws CredentialError when it is not signed, as `verifyCredential` names it; the signature itself is
 *   not checked
 */
export function passportDocumentBytes(credential: unknown): Uint8Array {
  readSecured(credential);
  return documentBytes(credential);
}
