import { writeCursor } from './cursor.ts';
import { Page } from './envelope.ts';

/**
 * A page of a list. `found` holds one more than `limit` when there is another page; `place` is what the
 * cursor keeps of the last item shown, for the next query to go on behind it.
 */
export function pageOf<T>(
  found: readonly T[],
  place: (item: T) => string | number,
  {
    total,
    totalIsEstimate = false,
    page,
    limit,
  }: { total: number; totalIsEstimate?: boolean; page: number; limit: number },
): Page<T> {
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return new Page(shown, {
    total,
    totalIsEstimate,
    page,
    limit,
    totalPages: Math.ceil(total / limit),
    hasMore: last !== undefined,
    nextCursor: last === undefined ? null : writeCursor(place(last), page + 1),
  });
}
