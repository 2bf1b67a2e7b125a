import { checkPayload, type Envelope, type Kind, type RecordedEvent } from '@luna/record';

export const ORG = '0198c1f2-0000-7000-8000-000000000001';
export const BUYER = '0198c1f2-0000-7000-8000-000000000009';
const STREAM = 'ab'.repeat(32);

/** What to put into a history: a kind and its data; null for an undisclosed payload. */
export type Step<K extends Kind = Kind> = {
  [P in K]: { kind: P; data: Envelope<P>['data'] | null };
}[K];

/** One step of a history. */
export function step<K extends Kind>(kind: K, data: Envelope<K>['data'] | null): Step<K> {
  return { kind, data };
}

export const createdData: Envelope<'passport.created'>['data'] = {
  code: 'DP-MED-2601-PF-CN-000001-0A',
  manufacturer: 'MED',
  model: 'PF-200',
  serialNumber: '1',
  productType: 'PF',
  origin: 'CN',
  manufacturedAt: '2026-01',
  company: 'MED',
};

/** How the event at `position` is named by others in these histories. */
export function refTo(position: number) {
  return { stream: STREAM, position, leaf: position.toString(16).padStart(64, '0') };
}

/** A history of `passport.created` and then these steps. */
export function historyOf(...steps: Step[]): RecordedEvent[] {
  return bare(step('passport.created', createdData), ...steps);
}

/** A history of these steps alone, from position 1. */
export function bare(...steps: Step[]): RecordedEvent[] {
  return steps.map((each, index) => eventAt(index + 1, each));
}

function eventAt<K extends Kind>(position: number, { kind, data }: Step<K>): RecordedEvent<K> {
  const envelope = {
    v: 1,
    org: ORG,
    actor: '0198c1f2-0000-7000-8000-000000000002',
    access: ['public'],
    occurredAt: '2026-01-15T08:30:00.000Z',
  };
  return {
    kind,
    ref: refTo(position),
    recordedAt: 1_768_465_800_000 + position,
    payload: data === null ? null : checkPayload(kind, { ...envelope, data }),
  };
}
