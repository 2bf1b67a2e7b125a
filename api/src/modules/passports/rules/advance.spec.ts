import { foldPassport, formatCode, PassportError } from '@luna/passport';
import { FLAGS, STATUSES, type EventRef, type RecordedEvent } from '@luna/record';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../http/new-event.ts';
import { advance, type Head, type Known } from './advance.ts';

const STREAM = 'ab'.repeat(32);
const code = formatCode({
  company: 'MED',
  month: '2601',
  productType: 'PF',
  origin: 'CN',
  sequence: 1,
});
const start: Head = {
  status: 'CREATED',
  flags: [],
  manufacturer: 'Medtec',
  model: 'X1',
  serialNumber: '7',
  manufacturedAt: null,
  name: null,
  gtin: null,
  giai: null,
};
const envelope = {
  v: 1 as const,
  org: '00000000-0000-4000-8000-000000000001',
  actor: '00000000-0000-4000-8000-000000000002',
  access: ['public' as const],
  occurredAt: '2026-01-01T00:00:00.000Z',
};

const refOf = (position: number): EventRef => ({
  stream: STREAM,
  position,
  leaf: position.toString(16).padStart(64, '0'),
});

const created: RecordedEvent = {
  kind: 'passport.created',
  ref: refOf(1),
  recordedAt: 0,
  payload: {
    ...envelope,
    data: {
      code,
      company: 'MED',
      productType: 'PF',
      origin: 'CN',
      manufacturer: 'Medtec',
      model: 'X1',
      serialNumber: '7',
    },
  },
};

/** The event as a reader of the history meets it. */
function recorded(event: NewEvent, position: number): RecordedEvent {
  const base = { ref: refOf(position), recordedAt: 0 };
  // One line per kind, because a payload belongs to its kind.
  switch (event.kind) {
    case 'passport.status_changed':
      return { ...base, kind: event.kind, payload: { ...envelope, data: event.data } };
    case 'passport.amended':
      return { ...base, kind: event.kind, payload: { ...envelope, data: event.data } };
    case 'passport.flagged':
      return { ...base, kind: event.kind, payload: { ...envelope, data: event.data } };
    case 'passport.corrected':
      return { ...base, kind: event.kind, payload: { ...envelope, data: event.data } };
    case 'passport.document_attached':
      return { ...base, kind: event.kind, payload: { ...envelope, data: event.data } };
    case 'passport.document_published':
      return { ...base, kind: event.kind, payload: { ...envelope, data: event.data } };
    case 'passport.noted':
      return { ...base, kind: event.kind, payload: { ...envelope, data: event.data } };
    default:
      throw new RangeError(event.kind);
  }
}

function knownOf(history: readonly RecordedEvent[]): Known {
  return {
    event: (ref) =>
      history.some((event) => event.ref.position === ref.position && event.ref.leaf === ref.leaf),
    document: (sha256) =>
      history.some(
        (event) =>
          event.kind === 'passport.document_attached' && event.payload?.data.sha256 === sha256,
      ),
  };
}

const reason = fc.constantFrom(undefined, '', 'because');
const status = fc.constantFrom(...STATUSES);
const value = fc.constantFrom('Medtec', 'X1', '7', 'other');
const sha256 = fc.constantFrom('1'.repeat(64), '2'.repeat(64));
const anyEvent: fc.Arbitrary<NewEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('passport.status_changed' as const),
    data: fc.record({ from: status, to: status, reason }, { requiredKeys: ['from', 'to'] }),
  }),
  fc.record({
    kind: fc.constant('passport.amended' as const),
    data: fc.record({
      changes: fc.tuple(
        fc.record({
          field: fc.constantFrom(
            'manufacturer' as const,
            'model' as const,
            'serialNumber' as const,
          ),
          from: value,
          to: value,
        }),
      ),
    }),
  }),
  fc.record({
    kind: fc.constant('passport.flagged' as const),
    data: fc.record({
      flag: fc.constantFrom(...FLAGS),
      raised: fc.boolean(),
      reason: fc.constant('x'),
    }),
  }),
  fc.record({
    kind: fc.constant('passport.corrected' as const),
    data: fc.record({
      corrects: fc.integer({ min: 1, max: 12 }).map(refOf),
      reason: fc.constant('x'),
    }),
  }),
  fc.record({
    kind: fc.constant('passport.document_attached' as const),
    data: fc.record({
      name: fc.constant('manual'),
      mediaType: fc.constant('text/plain'),
      sha256,
      length: fc.constant(1),
    }),
  }),
  fc.record({
    kind: fc.constant('passport.document_published' as const),
    data: fc.record({ sha256, cid: fc.constant('bafkreiabcdefgh') }),
  }),
  fc.constant<NewEvent>({ kind: 'passport.noted', data: { severity: 'info', text: 'x' } }),
);

/** Status edges from where the device is: random ones would hardly ever leave CREATED. */
function fromHere(event: NewEvent, head: Head): NewEvent {
  return event.kind === 'passport.status_changed' && event.data.reason !== ''
    ? { ...event, data: { ...event.data, from: head.status } }
    : event;
}

describe('advance', () => {
  it('judges every event as a reader who folds the whole history would', () => {
    let accepted = 0;
    const property = fc.property(fc.array(anyEvent, { minLength: 20, maxLength: 40 }), (events) => {
      let head = start;
      const history: RecordedEvent[] = [created];
      for (const drawn of events) {
        const event = fromHere(drawn, head);
        const extended = [...history, recorded(event, history.length + 1)];
        let refusal: PassportError | undefined;
        try {
          head = advance(head, event, knownOf(history));
          accepted += 1;
          history.push(...extended.slice(-1));
        } catch (error) {
          if (!(error instanceof PassportError)) throw error;
          refusal = error;
        }
        if (refusal === undefined) {
          expect(foldPassport(history)).toMatchObject({ ...head, flags: [...head.flags] });
        } else {
          expect(codeOf(() => foldPassport(extended))).toBe(refusal.code);
        }
      }
    });
    fc.assert(property, { seed: 20_261_120, numRuns: 200 });
    // The property would hold of rules that refuse everything.
    expect(accepted).toBeGreaterThan(500);
  });
});

function codeOf(body: () => unknown): string | undefined {
  try {
    body();
    return undefined;
  } catch (error) {
    return error instanceof PassportError ? error.code : String(error);
  }
}
