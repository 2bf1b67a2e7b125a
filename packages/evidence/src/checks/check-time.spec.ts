import { describe, expect, test } from 'vitest';
import { buildEvidence } from '../file/build-evidence.ts';
import { makeCase, makeHistory } from '../testing/index.ts';
import { checkTime } from './check-time.ts';
import { readEntries } from './read-entries.ts';

describe('checkTime', () => {
  test('recorded times that go back are found, in pending entries too', async () => {
    const { parts } = await makeCase({ length: 3 });
    const { events } = makeHistory({ sequence: 1, length: 3, from: 0 });
    const pending = events.slice(2).map(({ entry }) => ({ entry }));
    const entries = readEntries(buildEvidence({ ...parts, pending }));
    expect(checkTime(entries, new Set(), 1_700_000_020)).toMatchObject({
      code: 'TIME_DECREASES',
      status: 'fail',
      inputs: { position: 4 },
    });
    expect(checkTime(entries, new Set([4]), 1_700_000_020).status).toBe('pass');
  });

  test('a refused entry is left to the check that refused it', async () => {
    const { evidence } = await makeCase({ length: 3, from: 1_800_000_000_000 });
    const entries = readEntries(evidence);
    expect(checkTime(entries, new Set(), 1_700_000_020).code).toBe('TIME_AFTER_ANCHOR');
    expect(checkTime(entries, new Set([1, 2, 3]), 1_700_000_020).status).toBe('pass');
  });
});
