import { setTimeout as sleep } from 'node:timers/promises';
import { getEvent, getLogStatus, type ApiClient, type LogStatus } from '@luna/api-client';
import { LunaError } from '@luna/runtime';
import { call } from '../api/call.ts';

export type Anchored = NonNullable<LogStatus['anchored']>;
export type WaitOptions = {
  client: ApiClient;
  url: string;
  /** The event written last; whatever was written before it is sealed with it or before it. */
  last: { code: string; position: number };
  /** Told what is being waited for; `done` of `total` leaves. */
  onProgress: (what: string, done: number, total: number) => void;
  /** Milliseconds without any progress after which waiting is given up. */
  patience?: number;
};

const POLL_MS = 250;
const PATIENCE_MS = 5 * 60_000;

/**
 * Waits until the event is in the log and a finalised anchor covers it.
 * @throws LunaError ANCHOR_OVERDUE when nothing has moved for too long
 */
export async function waitUntilAnchored(options: WaitOptions): Promise<Anchored> {
  const { client, url, last, onProgress, patience = PATIENCE_MS } = options;
  let sealedTo: number | undefined;
  let moved = { at: Date.now(), seen: '' };
  for (;;) {
    const status = await call(url, getLogStatus({ client }));
    if (sealedTo === undefined) {
      const path = { id: last.code, position: last.position };
      const { leafIndex } = await call(url, getEvent({ client, path }));
      // Sealed after the status was read, perhaps: the index itself is the safe lower bound.
      if (leafIndex !== null) sealedTo = Math.max(status.sealed, leafIndex + 1);
      else onProgress('sealed', status.sealed, status.sealed + status.unsealed);
    }
    if (sealedTo !== undefined) {
      const { anchored } = status;
      onProgress('anchored', Math.min(anchored?.size ?? 0, sealedTo), sealedTo);
      if (anchored !== null && anchored.size >= sealedTo) return anchored;
    }
    const seen = `${status.sealed} ${status.published} ${status.mined} ${status.anchored?.size ?? 0}`;
    if (seen !== moved.seen) moved = { at: Date.now(), seen };
    else if (Date.now() - moved.at > patience) throw overdue(patience);
    await sleep(POLL_MS);
  }
}

function overdue(patience: number): LunaError {
  return new LunaError(
    'ANCHOR_OVERDUE',
    `Everything is recorded, but the log has not moved for ${Math.round(patience / 1000)} s. Is the indexer running? Run the same command again to go on waiting.`,
    { retryable: true },
  );
}
