export { checkCharacters } from './check-characters.ts';
export { formatCode, parseCode, type CodeParts } from './code.ts';
export { foldPassport } from './fold-passport.ts';
export { LIFECYCLE, OWN_ORDER_ROLES, type Edge, type LifecycleRole } from './lifecycle.ts';
export { ORIGINS } from './origins.ts';
export { PassportError, type PassportErrorCode } from './passport-error.ts';
export type { PassportComponent, PassportDocument, PassportState } from './passport-state.ts';
export { isProductType, PRODUCT_TYPES, type ProductType } from './product-types.ts';
export { legalNext, transition } from './transition.ts';

// Credentials: signed documents, organisations' keys, public passports, revocation.
export { CredentialError, type CredentialErrorCode } from './credential/credential-error.ts';
export {
  didDocument,
  verificationMethodId,
  type OrganizationKey,
} from './credential/did-document.ts';
export { didFromHost, didWebUrl } from './credential/did-web.ts';
export type { JsonObject } from './credential/json-document.ts';
export { decodePublicKey, encodePublicKey, publicKeyOf } from './credential/multikey.ts';
export { passportDocumentBytes } from './credential/passport-document.ts';
export {
  PASSPORT_DOCUMENT,
  productPassport,
  type Component,
  type ProductPassportParts,
} from './credential/product-passport.ts';
export { signCredential, type SigningOptions } from './credential/sign-credential.ts';
export { isRevoked, STATUS_LIST_ENTRIES, statusBits } from './credential/status-bits.ts';
export {
  credentialStatusEntry,
  readStatusEntry,
  type StatusEntry,
  type StatusPlace,
} from './credential/status-entry.ts';
export {
  readStatusList,
  statusListCredential,
  type StatusListParts,
} from './credential/status-list-credential.ts';
export { decodeStatusList, encodeStatusList } from './credential/status-list.ts';
export {
  verifyCredential,
  type CredentialVerification,
  type VerificationOptions,
} from './credential/verify-credential.ts';
export { verifyIssued, type IssuedOptions } from './credential/verify-issued.ts';

// Digital Nameplate: import and export as AAS JSON.
export type { AasEnvironment } from './nameplate/aas-environment.ts';
export { NameplateError, type NameplateErrorCode } from './nameplate/nameplate-error.ts';
export type { NameplateRefusal, NameplateRefusalCode } from './nameplate/plate-reader.ts';
export {
  readNameplate,
  type NameplateReading,
  type NewDevice,
} from './nameplate/read-nameplate.ts';
export { writeNameplate, type NameplateSource } from './nameplate/write-nameplate.ts';

export { deviceKeys, isGiai, isGtin14 } from './digital-link/device-keys.ts';
export { DigitalLinkError, type DigitalLinkErrorCode } from './digital-link/digital-link-error.ts';
export type { ElementString } from './digital-link/element-string.ts';
export { digitalLinkPath, formatDigitalLink } from './digital-link/format-digital-link.ts';
export {
  codeOfIdentificationLink,
  IDENTIFICATION_LINK_FRAME,
  identificationLinkFault,
  type IdentificationLinkFault,
  isIdentificationLink,
} from './digital-link/identification-link.ts';
export {
  type HeaderLink,
  linkHeader,
  LINKSET_CONTEXT_LINK,
  linksetLink,
} from './digital-link/link-header.ts';
export { linkTypeUri } from './digital-link/link-types.ts';
export {
  type LinkContext,
  type Linkset,
  linkset,
  LINKSET_MEDIA_TYPE,
  type TypedLink,
} from './digital-link/linkset.ts';
export {
  type DigitalLink,
  parseDigitalLink,
  type ParseOptions,
} from './digital-link/parse-digital-link.ts';
export { resolverDescription } from './digital-link/resolver-description.ts';

// EPCIS 2.0: history as document, event hash ids, capture of events from outside.
export type {
  CaptureCode,
  Captured,
  CaptureResult,
  Draft,
  DraftKind,
  Refused,
  Repeated,
} from './epcis/capture-result.ts';
export type { EventPrint, KnownPassport } from './epcis/capture-passports.ts';
export {
  epcisDocument,
  epcisEventRefs,
  type EpcisDocument,
  type HistoryParts,
} from './epcis/epcis-document.ts';
export { EpcisError, type EpcisErrorCode } from './epcis/epcis-error.ts';
export type { EpcisEvent } from './epcis/epcis-event.ts';
export { eventsOf as readEpcisEvents, type EpcisEvents } from './epcis/events-of.ts';
export { eventHashId, eventPrehash } from './epcis/event-hash.ts';
export { parseCapture, type CaptureOptions } from './epcis/parse-capture.ts';
