import { readEvent, RecordError, type RecordedEvent } from '@luna/record';
import type { RefusedPlaces } from './check-history.ts';
import type { ReadEntry } from './read-entries.ts';

/**
 * What the entries say, by place (index 0 is place 1). Null where nothing can be relied on: the entry
 * or its payload was refused by a check, or is of a kind or shape that this program does not know.
 */
export function readEvents(
  entries: readonly ReadEntry[],
  refused: RefusedPlaces,
): readonly (RecordedEvent | null)[] {
  return entries.map((item) => {
    if (item.entry === null || refused.has(item.place)) return null;
    try {
      return readEvent(item.bytes, item.payload?.bytes ?? null);
    } catch (error) {
      if (error instanceof RecordError) return null;
      throw error;
    }
  });
}
