import { setTimeout as sleep } from 'node:timers/promises';
import { getEvent, getLogStatus, type ApiClient, type LogStatus } from '@luna/api-client';
import { LunaError } from '@luna/runtime';
import { call } from '../api/call.ts';

export type Anchored = NonNullable<LogStatus['anchored']>;
export type WaitOptions = {
  client: ApiClient;
  url: string;
  /** Newest position by passport code; earlier positions of a passport are sealed before it. */
  newest: ReadonlyMap<string, number>;
  /** Told what is being waited for; `done` of `total` leaves. */
  onProgress: (what: string, done: number, total: number) => void;
  /** Milliseconds without any progress after which waiting is given up. */
  patience?: number;
};

const POLL_MS = 250;
const PATIENCE_MS = 5 * 60_000;
/** Events looked up per poll, where others write so much that the log is never complete. */
const LOOKUPS = 200;

/**
 * Waits until all these events are in the log and a finalised anchor covers them.
 * @throws LunaError ANCHOR_OVERDUE when nothing has moved for too long
 */
export async function waitUntilAnchored(options: WaitOptions): Promise<Anchored> {
  const { client, url, newest, onProgress, patience = PATIENCE_MS } = options;
  const places = [...newest];
  let sealedTo = 0;
  let moved = { at: Date.now(), seen: '' };
  for (;;) {
    const status = await call(url, getLogStatus({ client }));
    const { sealed, unsealed, published, mined, anchored } = status;
    if (unsealed === 0 && places.length > 0) {
      // Nothing at all is left over, so neither is anything of ours.
      places.length = 0;
      sealedTo = sealed;
    }
    sealedTo = Math.max(sealedTo, await sealedPlaces(options, places));
    if (places.length > 0) {
      onProgress('sealed', sealed, sealed + unsealed);
    } else {
      onProgress('anchored', Math.min(anchored?.size ?? 0, sealedTo), sealedTo);
      if (anchored !== null && anchored.size >= sealedTo) return anchored;
    }
    const seen = `${sealed} ${published} ${mined} ${anchored?.size ?? 0} ${places.length}`;
    if (seen !== moved.seen) moved = { at: Date.now(), seen };
    else if (Date.now() - moved.at > patience) throw overdue(patience);
    await sleep(POLL_MS);
  }
}

/** Takes away the places that are in the log by now, and tells how large the log is with them. */
async function sealedPlaces(
  { client, url }: WaitOptions,
  places: [code: string, position: number][],
): Promise<number> {
  let size = 0;
  for (let looked = 0; looked < LOOKUPS; looked += 1) {
    const [code, position] = places[0] ?? [];
    if (code === undefined || position === undefined) break;
    const { leafIndex } = await call(url, getEvent({ client, path: { id: code, position } }));
    if (leafIndex === null) break;
    size = Math.max(size, leafIndex + 1);
    places.shift();
  }
  return size;
}

function overdue(patience: number): LunaError {
  return new LunaError(
    'ANCHOR_OVERDUE',
    `Everything is recorded, but the log has not moved for ${Math.round(patience / 1000)} s. Is the indexer running? Run the same command again to go on waiting.`,
    { retryable: true },
  );
}
