import type { Tx } from '@luna/database';
import type { NewEvent } from '../http/new-event.ts';
import type { EventReceipt } from '../http/receipts.ts';
import type { Writer } from '../rules/writer.ts';
import { appendEvents } from './append-events.ts';

/** Appends one event to a passport of the writer's organisation, or throws why not. */
export async function appendToPassport(
  tx: Tx,
  writer: Writer,
  now: number,
  passport: string,
  event: NewEvent,
): Promise<EventReceipt> {
  const [outcome] = await appendEvents(tx, writer, now, [{ passport, event }]);
  if (outcome === undefined) throw new Error('no outcome');
  if (!outcome.done) throw outcome.error;
  return outcome.value;
}
