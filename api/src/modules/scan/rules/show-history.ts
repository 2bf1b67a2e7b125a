import { z } from 'zod';
import type { PublicEvent } from '../data/read-devices.ts';
import type { ScanEvent } from '../http/scan-view.ts';

const corrected = z.object({
  corrects: z.object({ position: z.int() }),
  reason: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Events as anybody may see them, in the order given: what may not be read is withheld, what was
 * public and is gone was erased, and every public correction stands beside the event it corrects.
 * Who wrote an event is never shown.
 */
export function showHistory(events: readonly PublicEvent[]): ScanEvent[] {
  const corrections = Map.groupBy(events.flatMap(correctionOf), ({ of }) => of);
  return events.map(({ position, kind, recordedAt, leafHash, access, payload }) => ({
    position,
    kind,
    recordedAt: new Date(recordedAt).toISOString(),
    leafHash,
    state: payload !== null ? 'public' : access.includes('public') ? 'erased' : 'withheld',
    occurredAt: payload?.occurredAt ?? null,
    data: payload?.data ?? null,
    corrections: (corrections.get(position) ?? []).map(({ shown }) => shown),
  }));
}

function correctionOf({ kind, position, payload }: PublicEvent) {
  if (kind !== 'passport.corrected' || payload === null) return [];
  const { corrects, reason, data = null } = corrected.parse(payload.data);
  return [{ of: corrects.position, shown: { position, reason, data } }];
}
