import { finding, type Check } from './check.ts';
import type { RefusedPlaces } from './check-history.ts';
import type { ReadEntry } from './read-entries.ts';

/** How far the ledger's clock may be ahead of the chain's, in milliseconds. */
export const CLOCK_TOLERANCE = 5 * 60 * 1000;

/**
 * `time`: no anchored entry claims to have been recorded after the block that anchors it, and
 * recorded times never decrease along the stream.
 *
 * `anchorTime` is the block's timestamp in seconds, null when the chain has not confirmed it.
 */
export function checkTime(
  entries: readonly ReadEntry[],
  refused: RefusedPlaces,
  anchorTime: number | null,
): Check {
  const times = entries.flatMap(({ place, entry, anchored }) =>
    entry === null || refused.has(place)
      ? []
      : [{ position: place, recordedAt: entry.recordedAt, anchored }],
  );
  const earlier = times.findIndex(
    ({ recordedAt }, index) => recordedAt < (times[index - 1]?.recordedAt ?? 0),
  );
  const decreasing = times[earlier];
  if (decreasing !== undefined) {
    const { position } = decreasing;
    const reason = `Position ${position} claims to be recorded before the position in front of it.`;
    return finding('time', 'TIME_DECREASES', reason, { position });
  }
  if (anchorTime === null) {
    const reason = 'The time of the anchor is not confirmed, so nothing can be compared with it.';
    return finding('time', 'TIME_ANCHOR_UNKNOWN', reason);
  }
  const limit = anchorTime * 1000 + CLOCK_TOLERANCE;
  const late = times.find(({ recordedAt, anchored }) => anchored && recordedAt > limit);
  const newest = times.findLast(({ anchored }) => anchored)?.recordedAt ?? 0;
  const inputs = { anchorTime, newestRecordedAt: newest };
  if (late !== undefined) {
    const { position } = late;
    const reason = `Position ${position} claims to be recorded after it was anchored.`;
    return finding('time', 'TIME_AFTER_ANCHOR', reason, { ...inputs, position });
  }
  const reason = 'Every anchored entry was recorded before the block that anchors it.';
  return finding('time', 'TIME_BEFORE_ANCHOR', reason, inputs);
}
