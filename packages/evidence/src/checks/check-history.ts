import { finding, type Check } from './check.ts';
import type { ReadEntry } from './read-entries.ts';
import { sameBytes } from './same-bytes.ts';

/**
 * Places whose entry is not what the log holds there. Such an entry has been judged: the other
 * checks leave it out, so that one changed entry fails one check.
 */
export type RefusedPlaces = ReadonlySet<number>;

/**
 * `history`: positions 1..n are all there, each entry naming the leaf of the one before.
 *
 * Walks from the newest entry, which the inclusion proof vouches for, back to the first: each entry
 * vouches for the one before it. When the inclusion proof does not hold (`proven` false), the newest
 * anchored entry is the one refused, and its links are not judged again.
 */
export function checkHistory(
  entries: readonly ReadEntry[],
  proven: boolean,
): { check: Check; refused: RefusedPlaces } {
  const refused = new Set<number>();
  const newest = entries.findLast((item) => item.anchored)?.place ?? 0;
  if (!proven) refused.add(newest);
  let unreadable: number | undefined;
  let broken: number | undefined;
  for (const item of entries.toReversed()) {
    if (refused.has(item.place) && item.anchored) continue;
    const before = entries[item.place - 2];
    if (item.entry === null) {
      unreadable = item.place;
      refused.add(item.place);
    } else if (before !== undefined && !refusedNewest(before, newest, proven)) {
      if (item.entry.position === 1 || !sameBytes(item.entry.previous, before.leaf)) {
        broken = item.place;
        for (const place of suspects(item, before)) refused.add(place);
      }
    }
  }
  const faults = { unreadable, broken, ...checkPositions(entries, refused, proven) };
  return { check: judge(entries, faults), refused };
}

/** Of a broken link the older entry is suspect, because nothing else vouches for it … */
function suspects(item: ReadEntry, before: ReadEntry): number[] {
  if (item.anchored) return [before.place];
  // … but nothing vouches for a pending entry either, and the proof does for the anchored ones.
  return before.anchored ? [item.place] : [item.place, before.place];
}

function refusedNewest(entry: ReadEntry, newest: number, proven: boolean): boolean {
  return !proven && entry.place === newest;
}

/** The first position that no entry has, and the first place whose entry has another position. */
function checkPositions(
  entries: readonly ReadEntry[],
  refused: RefusedPlaces,
  proven: boolean,
): Pick<Faults, 'missing' | 'misplaced'> {
  // Where the anchored part ends is for `inclusion` to say; if it does not, pending places are moot.
  const judged = entries.filter(({ anchored }) => anchored || proven);
  const given = new Set(
    judged.flatMap(({ place, entry }) => [
      ...(entry === null ? [] : [entry.position]),
      ...(refused.has(place) ? [place] : []),
    ]),
  );
  const misplaced = judged.find(
    ({ place, entry }) => !refused.has(place) && entry !== null && entry.position !== place,
  )?.place;
  const highest = judged.reduce((most, { entry }) => Math.max(most, entry?.position ?? 0), 0);
  const missing = judged.find(({ place }) => place < highest && !given.has(place))?.place;
  return { missing: misplaced === undefined ? undefined : missing, misplaced };
}

type Faults = Record<'unreadable' | 'missing' | 'broken' | 'misplaced', number | undefined>;

function judge(
  entries: readonly ReadEntry[],
  { unreadable, missing, broken, misplaced }: Faults,
): Check {
  const pending = entries.filter((item) => !item.anchored).length;
  const inputs = { entries: entries.length - pending, pending };
  if (unreadable !== undefined) {
    const reason = `The entry at position ${unreadable} is not one that this program can read.`;
    return finding('history', 'HISTORY_ENTRY_UNREADABLE', reason, {
      ...inputs,
      position: unreadable,
    });
  }
  if (missing !== undefined) {
    const reason = `Position ${missing} is missing.`;
    return finding('history', 'HISTORY_POSITION_MISSING', reason, { ...inputs, position: missing });
  }
  if (broken !== undefined) {
    const reason = `Position ${broken} does not link to the entry given before it.`;
    return finding('history', 'HISTORY_LINK_BROKEN', reason, { ...inputs, position: broken });
  }
  if (misplaced !== undefined) {
    const reason = `The entry given as number ${misplaced} says that it has another position.`;
    return finding('history', 'HISTORY_POSITION_WRONG', reason, { ...inputs, position: misplaced });
  }
  const reason = `Positions 1 to ${entries.length} are all there, each linked to the one before.`;
  return finding('history', 'HISTORY_LINKED', reason, inputs);
}
