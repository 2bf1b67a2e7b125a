import { appendEvents, type NewEvent } from '@luna/api-client';
import { call } from '../api/call.ts';
import { batches, type Importer } from './importer.ts';

/** An event for the passport of this code; `key` makes that it is written once. */
export type EventToSend = { code: string; event: NewEvent; key: string };
export type SentEvents = {
  written: number;
  /** Refusals, by the event's place in the list. */
  refused: { index: number; message: string }[];
  /** Newest position by passport code. */
  newest: Map<string, number>;
};

/**
 * Appends events, 1,000 per request, in the order given; what an interrupted run has written under
 * the same keys is not written again.
 */
export async function sendEvents(
  { client, url, onProgress }: Importer,
  events: readonly EventToSend[],
): Promise<SentEvents> {
  const items = events.map(({ code, event, key }) => ({ passport: code, key, event }));
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
