export { canonicalBytes, PAYLOAD_LIMIT } from './canonical-bytes.ts';
export { commitment } from './commitment.ts';
export {
  CODEC,
  decodeEntry,
  encodeEntry,
  ENTRY_LENGTH,
  ENTRY_VERSION,
  entryLeaf,
  type Codec,
  type Entry,
} from './entry.ts';
export { ACCESS_CLASSES, type AccessClass } from './envelope.ts';
export { eventRef, type EventRef } from './fields.ts';
export { fromHex, toHex } from './hex.ts';
export { JSON_DEPTH_LIMIT, type JsonValue } from './json-value.ts';
export {
  isKind,
  kindInfo,
  KINDS,
  payloadSchemas,
  type Envelope,
  type Envelopes,
  type Kind,
  type KindInfo,
} from './kinds.ts';
export { parseStrictJson } from './parse-strict-json.ts';
export {
  FLAGS,
  NOTE_SEVERITIES,
  STATUSES,
  type Change,
  type Flag,
  type Status,
} from './passport-data.ts';
export { checkPayload, encodePayload, parsePayload } from './payload.ts';
export { readEvent, type RecordedEvent } from './read-event.ts';
export { RecordError, type PayloadIssue, type RecordErrorCode } from './record-error.ts';
export {
  decodeRedemption,
  encodeRedemption,
  REDEMPTION_KIND,
  REDEMPTION_LENGTH,
  redemptionStream,
  type Redemption,
} from './redemption.ts';
export { streamId } from './stream-id.ts';
