import { formatCode } from '@luna/passport';
import {
  canonicalBytes,
  checkPayload,
  commitment,
  encodeEntry,
  entryLeaf,
  streamId,
  toHex,
  type Envelopes,
  type Kind,
} from '@luna/record';
import { sha256 } from '@luna/tlog';

/** A recorded event as the ledger keeps it. */
export type Recorded = {
  entry: Uint8Array;
  leaf: Uint8Array;
  payload: Uint8Array;
  salt: Uint8Array;
};

export type HistoryOptions = {
  sequence: number;
  /** How many events, at least 2. */
  length: number;
  /** Attached by the third event, if any. */
  document?: { bytes: Uint8Array; name: string; mediaType: string } | undefined;
  /** Raised by the last event, if any. */
  flag?: 'STOLEN' | 'RECALLED' | undefined;
  /** Code on the plate, where the ledger itself is wrong. */
  plateCode?: string | undefined;
  /** `passport.created` is missing from the ledger itself. */
  withoutCreation?: boolean | undefined;
  /** `recordedAt` of the first event, Unix milliseconds; the others follow a minute apart. */
  from?: number;
};

const ORG = '018f4d3e-7c1a-7000-8000-000000000001';
const ACTOR = '018f4d3e-7c1a-7000-8000-000000000002';
/** Before the fake chain's first block. */
export const RECORDED_FROM = 1_699_900_000_000;

export const codeOf = (sequence: number): string =>
  formatCode({ company: 'MSF', month: '0601', productType: 'IP', origin: 'US', sequence });

/** The history of one machine: created, taken over, then parts and notes in turn. */
export function makeHistory(options: HistoryOptions): { code: string; events: Recorded[] } {
  const { sequence, length, document, flag, from = RECORDED_FROM } = options;
  const code = codeOf(sequence);
  const stream = streamId(`passport:${code}`);
  const events: Recorded[] = [];
  const append = <K extends Kind>(kind: K, data: Envelopes[K]['data']): void => {
    const position = events.length + 1;
    const recordedAt = from + position * 60_000;
    const occurredAt = new Date(recordedAt - 3_600_000 * 24 * 365).toISOString();
    const envelope = { v: 1, org: ORG, actor: ACTOR, access: ['public'], occurredAt, data };
    const payload = canonicalBytes(checkPayload(kind, envelope));
    const salt = sha256(new TextEncoder().encode(`salt ${code} ${position}`));
    const entry = encodeEntry({
      version: 1,
      codec: 1,
      kind,
      stream,
      position,
      recordedAt,
      previous: events.at(-1)?.leaf ?? new Uint8Array(32),
      commitment: commitment(salt, payload),
    });
    events.push({ entry, leaf: entryLeaf(entry), payload, salt });
  };

  if (options.withoutCreation !== true) {
    append('passport.created', {
      code: options.plateCode ?? code,
      manufacturer: 'Hartmann Verpackung',
      model: 'model3',
      serialNumber: `M-${sequence}`,
      productType: 'IP',
      origin: 'US',
      manufacturedAt: '2006-01',
      company: 'MSF',
    });
  }
  append('passport.taken_over', { status: 'IN_SERVICE' });
  if (document !== undefined) {
    const { bytes, name, mediaType } = document;
    append('passport.document_attached', {
      name,
      mediaType,
      sha256: toHex(sha256(bytes)),
      length: bytes.length,
    });
  }
  while (events.length < length - (flag === undefined ? 0 : 1)) {
    if (events.length % 2 === 0) {
      append('passport.part_replaced', { part: `component ${events.length}`, work: 'preventive' });
    } else {
      append('passport.noted', { severity: 'error', text: `error ${events.length}` });
    }
  }
  if (flag !== undefined) append('passport.flagged', { flag, raised: true, reason: 'reported' });
  return { code, events };
}
