import { acted } from './audit-data.ts';
import * as data from './passport-data.ts';
import { envelope } from './envelope.ts';
import type * as z from 'zod/mini';

/** The schema of the whole payload of each kind of event; the keys are the kinds there are. */
export const payloadSchemas = {
  'passport.created': envelope(data.created),
  'passport.taken_over': envelope(data.takenOver),
  'passport.status_changed': envelope(data.statusChanged),
  'passport.part_replaced': envelope(data.partReplaced),
  'passport.noted': envelope(data.noted),
  'passport.amended': envelope(data.amended),
  'passport.located': envelope(data.located),
  'passport.transferred': envelope(data.transferred),
  'passport.serviced': envelope(data.serviced),
  'passport.inspected': envelope(data.inspected),
  'passport.tested': envelope(data.tested),
  'passport.measured': envelope(data.measured),
  'passport.document_attached': envelope(data.documentAttached),
  'passport.document_published': envelope(data.documentPublished),
  'passport.flagged': envelope(data.flagged),
  'passport.corrected': envelope(data.corrected),
  'audit.acted': envelope(acted),
  'payload.erased': envelope(data.erased),
};

export type Kind = keyof typeof payloadSchemas;
/** The payload of each kind. */
export type Envelopes = { [K in Kind]: z.infer<(typeof payloadSchemas)[K]> };
/** The payload of kind `K`. */
export type Envelope<K extends Kind = Kind> = Envelopes[K];

/** Narrows text to a kind this version knows. */
export function isKind(text: string): text is Kind {
  return Object.hasOwn(payloadSchemas, text);
}

/** All kinds, in the order of the specification. */
export const KINDS: readonly Kind[] = Object.keys(payloadSchemas).filter(isKind);

/**
 * Kinds whose payload may be erased: people write freely in them or they say where a person was, and
 * no status, flag, title or proof rests on them.
 */
const MAY_HOLD_PERSONAL_DATA: ReadonlySet<Kind> = new Set([
  'passport.noted',
  'passport.located',
  'audit.acted',
]);

const STREAM_PREFIX: Readonly<Record<string, 'passport' | 'audit'>> = {
  passport: 'passport',
  audit: 'audit',
};

/** `streamPrefix`: the streams a kind may stand in; null for any. */
export type KindInfo = { mayHoldPersonalData: boolean; streamPrefix: 'passport' | 'audit' | null };

/** What the ledger must know of a kind before it accepts or erases a payload. */
export function kindInfo(kind: Kind): KindInfo {
  return {
    mayHoldPersonalData: MAY_HOLD_PERSONAL_DATA.has(kind),
    streamPrefix: STREAM_PREFIX[kind.split('.')[0] ?? ''] ?? null,
  };
}
