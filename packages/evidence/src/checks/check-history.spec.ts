import { encodeEntry, decodeEntry, entryLeaf } from '@luna/record';
import { describe, expect, test } from 'vitest';
import { makeCase, makeHistory, type Recorded } from '../testing/index.ts';
import { flipHex } from '../testing/tamper.ts';
import { checkHistory } from './check-history.ts';
import { readEntries, type ReadEntry } from './read-entries.ts';

const read = (events: readonly Recorded[], anchored: number): ReadEntry[] =>
  events.map(({ entry, leaf }, index) => ({
    place: index + 1,
    bytes: entry,
    leaf,
    entry: decodeEntry(entry),
    payload: null,
    anchored: index < anchored,
  }));

describe('checkHistory', () => {
  const { events } = makeHistory({ sequence: 1, length: 7 });

  test('a broken link among pending entries refuses both ends, for nothing vouches for either', () => {
    const pendingBroken = read(events, 3).filter(({ place }) => place !== 5);
    const renumbered = pendingBroken.map((item, index) => ({ ...item, place: index + 1 }));
    const { refused, check } = checkHistory(renumbered, true);
    expect(check.code).toBe('HISTORY_LINK_BROKEN');
    expect([...refused].toSorted()).toEqual([4, 5]);
  });

  test('a pending history that does not continue the anchored one is refused, not the anchor', () => {
    const other = makeHistory({ sequence: 2, length: 7 }).events;
    const entries = read([...events.slice(0, 3), ...other.slice(3)], 3);
    const { refused, check } = checkHistory(entries, true);
    expect(check).toMatchObject({ code: 'HISTORY_LINK_BROKEN', inputs: { position: 4 } });
    expect([...refused]).toEqual([4]);
  });

  test('links that hold with positions that do not count up are refused', () => {
    const [first, second] = events;
    if (first === undefined || second === undefined) throw new Error('two events');
    const entry = encodeEntry({ ...decodeEntry(second.entry), position: 5 });
    const skipping = { ...second, entry, leaf: entryLeaf(entry) };
    const { check } = checkHistory(read([first, skipping], 2), true);
    expect(check.code).toBe('HISTORY_POSITION_MISSING');
    const twice = encodeEntry({ ...decodeEntry(second.entry), position: 2, previous: second.leaf });
    const third = { ...second, entry: twice, leaf: entryLeaf(twice) };
    const repeated = checkHistory(read([first, second, third], 3), true);
    expect(repeated.check.code).toBe('HISTORY_POSITION_WRONG');
  });

  test('an entry of a version this program does not know, though proven, cannot be judged', async () => {
    const { evidence } = await makeCase({ length: 2 });
    const newest = evidence.entries.at(-1);
    if (newest === undefined) throw new Error('entries');
    const unreadable = [...evidence.entries.slice(0, -1), { entry: flipHex(newest.entry, 0, 1) }];
    const { check } = checkHistory(readEntries({ ...evidence, entries: unreadable }), true);
    expect(check).toMatchObject({ code: 'HISTORY_ENTRY_UNREADABLE', inputs: { position: 2 } });
  });
});
