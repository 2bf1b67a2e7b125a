import type { RecordedEvent } from '@luna/record';
import { describe, expect, test } from 'vitest';
import { readEntries } from '../checks/read-entries.ts';
import { readEvents } from '../checks/read-events.ts';
import { makeCase } from '../testing/index.ts';
import { timeline } from './timeline.ts';

describe('timeline', () => {
  test('says of each payload why it can or cannot be read', async () => {
    const { evidence } = await makeCase({ length: 6, withheld: [3, 4] });
    const entries = readEntries(evidence);
    const events = readEvents(entries, new Set([5]));
    const [first] = events;
    if (!first?.payload) throw new Error('the first event is disclosed');
    const erasure: RecordedEvent = {
      kind: 'payload.erased',
      ref: { ...first.ref, position: 6 },
      recordedAt: 0,
      payload: {
        ...first.payload,
        data: { erases: { ...first.ref, position: 3 }, reason: 'asked for' },
      },
    };
    const withErasure = [...events.slice(0, 5), erasure];
    const items = timeline(entries, withErasure, new Set([5]));
    expect(items.map(({ disclosure }) => disclosure)).toEqual([
      'shown',
      'shown',
      'erased',
      'withheld',
      'refused',
      'shown',
    ]);
    const unknown = timeline(entries, [null, ...withErasure.slice(1)], new Set());
    expect(unknown[0]?.disclosure).toBe('unknown');
  });
});
