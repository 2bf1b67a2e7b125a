import type { Envelope, Kind } from '@luna/record';

/** Kinds that an EPCIS event from outside can become. */
export type DraftKind = Extract<
  Kind,
  | 'passport.status_changed'
  | 'passport.part_replaced'
  | 'passport.noted'
  | 'passport.located'
  | 'passport.serviced'
  | 'passport.inspected'
  | 'passport.measured'
  | 'passport.flagged'
>;

/**
 * An event of ours, but for who, when and for whose eyes. A correction names the event it is about by
 * its EPCIS `eventID`: see `epcisEventRefs`.
 */
export type Draft =
  | { [K in DraftKind]: { kind: K; data: Envelope<K>['data'] } }[DraftKind]
  | { kind: 'passport.corrected'; eventId: string; reason: string };

/** Why an event, or its part about one passport, is not captured. */
export type CaptureCode =
  | 'EVENT_INVALID'
  | 'EVENT_ID_MISMATCH'
  | 'OBJECT_MISSING'
  | 'PASSPORT_UNKNOWN'
  | 'STATUS_EDGE_ILLEGAL'
  | 'REASON_REQUIRED';

/** `pointer` (RFC 6901) leads to what the answer is about. */
export type Captured = {
  outcome: 'captured';
  pointer: string;
  /** The passport's code. */
  passport: string;
  occurredAt: string;
  /** The CBV hash id, computed: the same event captured twice has the same. */
  eventId: string;
  /** The `eventID` as its sender wrote it. */
  givenId: string | undefined;
  drafts: readonly Draft[];
};
/** The passport's history has this event already, or the document has it twice. */
export type Repeated = { outcome: 'repeated'; pointer: string; passport: string; eventId: string };
export type Refused = {
  outcome: 'refused';
  pointer: string;
  /** The passport's code, when the rest of the event may well be captured. */
  passport?: string;
  code: CaptureCode;
  message: string;
};
export type CaptureResult = Captured | Repeated | Refused;

/** Stops the capture of one event; never leaves `parseCapture`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: CaptureCode;
  /** Path below the event. */
  readonly path: string;

  constructor(code: CaptureCode, path: string, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}
