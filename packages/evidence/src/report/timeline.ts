import { toHex, type RecordedEvent } from '@luna/record';
import type { RefusedPlaces } from '../checks/check-history.ts';
import type { ReadEntry } from '../checks/read-entries.ts';

/**
 * Why a payload can or cannot be read: `shown`, `withheld` (not disclosed in this file), `erased` (an
 * event of the same passport erased it), `unknown` (of a kind or form this program does not know),
 * `refused` (entry or payload failed a check).
 */
export type Disclosure = 'shown' | 'withheld' | 'erased' | 'unknown' | 'refused';

/** One event of the history; times in Unix milliseconds. */
export type TimelineItem = {
  position: number;
  kind: string;
  leaf: string;
  anchored: boolean;
  disclosure: Disclosure;
  recordedAt: number | null;
  occurredAt: number | null;
  /** How long after it occurred it was recorded. */
  lateBy: number | null;
  event: RecordedEvent | null;
};

/** The history, oldest first. */
export function timeline(
  entries: readonly ReadEntry[],
  events: readonly (RecordedEvent | null)[],
  refused: RefusedPlaces,
): readonly TimelineItem[] {
  const erased = new Set(
    events.map((event) =>
      event?.kind === 'payload.erased' ? event.payload?.data.erases.position : undefined,
    ),
  );
  return entries.map((item, index): TimelineItem => {
    const event = events[index] ?? null;
    const recordedAt = item.entry?.recordedAt ?? null;
    const occurredAt = event?.payload ? Date.parse(event.payload.occurredAt) : null;
    return {
      position: item.place,
      kind: item.entry?.kind ?? '',
      leaf: toHex(item.leaf),
      anchored: item.anchored,
      disclosure: disclosure(item),
      recordedAt,
      occurredAt,
      lateBy:
        recordedAt !== null && occurredAt !== null ? Math.max(0, recordedAt - occurredAt) : null,
      event,
    };

    function disclosure({ place, payload }: ReadEntry): Disclosure {
      if (refused.has(place)) return 'refused';
      if (payload === null) return erased.has(place) ? 'erased' : 'withheld';
      return event === null ? 'unknown' : 'shown';
    }
  });
}
