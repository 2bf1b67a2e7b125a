import { appendEvents, type NewEvent } from '@luna/api-client';
import { call } from '../api/call.ts';
import { contentKey, createOrdinals } from './content-key.ts';
import { batches, type Importer } from './importer.ts';

/** An event for the passport of this code. */
export type EventToSend = { code: string; event: NewEvent };
export type SentEvents = {
  written: number;
  /** Refusals, by the event's place in the list. */
  refused: { index: number; message: string }[];
  /** Newest position by passport code. */
  newest: Map<string, number>;
};

/**
 * Appends events, 1,000 per request, in the order given. Keys come from the content, so what an
 * interrupted run has written is not written again.
 */
export async function sendEvents(
  { client, url, onProgress }: Importer,
  events: readonly EventToSend[],
): Promise<SentEvents> {
  const ordinal = createOrdinals();
  const items = events.map(({ code, event }) => ({
    passport: code,
    key: contentKey(code, event, ordinal(JSON.stringify([code, event]))),
    event,
  }));
  const sent: SentEvents = { written: 0, refused: [], newest: new Map() };
  let done = 0;
  for (const batch of batches(items)) {
    const result = await call(url, appendEvents({ client, body: { items: batch } }));
    sent.written += result.counts.done;
    for (const [at, { receipt, error }] of result.items.entries()) {
      if (receipt !== null) sent.newest.set(receipt.code, receipt.position);
      else sent.refused.push({ index: done + at, message: error?.message ?? '' });
    }
    done += batch.length;
    onProgress('events', done, items.length);
  }
  return sent;
}
