import { describe, expect, it } from 'vitest';
import type { PublicEvent } from '../data/read-devices.ts';
import { showHistory } from './show-history.ts';

const RECORDED = Date.parse('2026-06-16T08:00:00.000Z');
const event = (position: number, more: Partial<PublicEvent> = {}): PublicEvent => ({
  position,
  kind: 'passport.tested',
  recordedAt: RECORDED,
  leafHash: 'ab'.repeat(32),
  access: ['public'],
  payload: { occurredAt: '2026-06-15T08:00:00.000Z', data: { test: 'Leak', result: 'pass' } },
  ...more,
});
const correction = (position: number, of: number, data?: Record<string, unknown>) =>
  event(position, {
    kind: 'passport.corrected',
    payload: {
      occurredAt: '2026-06-16T08:00:00.000Z',
      data: {
        corrects: { stream: 'cd'.repeat(32), position: of, leaf: 'ef'.repeat(32) },
        reason: `${position} says so`,
        ...(data && { data }),
      },
    },
  });

describe('showHistory', () => {
  it('shows what is public, withholds what is not, and tells what was erased', () => {
    const shown = showHistory([
      event(3),
      event(2, { access: ['authority', 'owner'], payload: null }),
      event(1, { payload: null }),
    ]);
    expect(shown.map(({ position, state, data }) => [position, state, data])).toEqual([
      [3, 'public', { test: 'Leak', result: 'pass' }],
      [2, 'withheld', null],
      [1, 'erased', null],
    ]);
    expect(shown[0]).toMatchObject({
      recordedAt: '2026-06-16T08:00:00.000Z',
      occurredAt: '2026-06-15T08:00:00.000Z',
      corrections: [],
    });
  });

  it('puts corrections beside what they correct, and leaves them in the history', () => {
    const shown = showHistory([
      correction(4, 1, { result: 'fail' }),
      correction(3, 1),
      event(2),
      event(1),
    ]);
    expect(shown.map(({ position, corrections }) => [position, corrections])).toEqual([
      [4, []],
      [3, []],
      [2, []],
      [
        1,
        [
          { position: 4, reason: '4 says so', data: { result: 'fail' } },
          { position: 3, reason: '3 says so', data: null },
        ],
      ],
    ]);
  });

  it('says nothing of what a withheld correction corrects', () => {
    const withheld = { ...correction(2, 1), access: ['owner'], payload: null };
    expect(showHistory([withheld, event(1)])[1]).toMatchObject({ corrections: [] });
  });
});
