import type { Envelopes, Kind, RecordedEvent } from '@luna/record';
import { describe, expect, test } from 'vitest';
import { readEntries } from '../checks/read-entries.ts';
import { readEvents } from '../checks/read-events.ts';
import { makeCase } from '../testing/index.ts';
import { readDevice } from './device.ts';

const { evidence } = await makeCase({ length: 2 });
const begin = readEvents(readEntries(evidence), new Set());
const first = begin[0];
if (first?.kind !== 'passport.created' || first.payload === null) throw new Error('no creation');
const { ref, recordedAt, payload } = first;

/** One more event; `null` for one that is not disclosed. */
const amended = (
  data: Envelopes['passport.amended']['data'] | null,
): RecordedEvent<'passport.amended'> => ({
  kind: 'passport.amended',
  ref,
  recordedAt,
  payload: data && { ...payload, data },
});
const moved = (
  data: Envelopes['passport.status_changed']['data'] | null,
): RecordedEvent<'passport.status_changed'> => ({
  kind: 'passport.status_changed',
  ref,
  recordedAt,
  payload: data && { ...payload, data },
});
const flagged = (
  flag: 'STOLEN' | 'MISSING' | 'RECALLED',
  raised: boolean,
): RecordedEvent<'passport.flagged'> => ({
  kind: 'passport.flagged',
  ref,
  recordedAt,
  payload: { ...payload, data: { flag, raised, reason: 'reported' } },
});
const hidden = (kind: Extract<Kind, 'passport.noted'>): RecordedEvent<'passport.noted'> => ({
  kind,
  ref,
  recordedAt,
  payload: null,
});

describe('readDevice', () => {
  test('follows status, amendments and flags', () => {
    const device = readDevice([
      ...begin,
      moved({ from: 'IN_SERVICE', to: 'MAINTENANCE' }),
      amended({ changes: [{ field: 'serialNumber', from: 'M-1', to: 'M-1A' }] }),
      flagged('STOLEN', true),
      flagged('MISSING', true),
      flagged('STOLEN', false),
    ]);
    expect(device).toMatchObject({
      serialNumber: 'M-1A',
      status: 'MAINTENANCE',
      flags: ['MISSING'],
    });
  });

  test('a status that rests on something undisclosed is not claimed', () => {
    expect(readDevice([...begin, moved(null)])?.status).toBeNull();
    expect(readDevice([...begin, null])?.status).toBeNull();
    expect(readDevice([...begin, hidden('passport.noted')])?.status).toBe('IN_SERVICE');
    const later = moved({ from: 'MAINTENANCE', to: 'IN_SERVICE' });
    expect(readDevice([...begin, moved(null), later])?.status).toBe('IN_SERVICE');
  });

  test('without plate data there is no device', () => {
    expect(readDevice([])).toBeNull();
    expect(readDevice([null, ...begin.slice(1)])).toBeNull();
    expect(readDevice([{ ...first, payload: null }])).toBeNull();
  });
});
