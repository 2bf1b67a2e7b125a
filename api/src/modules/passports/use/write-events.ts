import { append, type Tx } from '@luna/database';
import { toHex } from '@luna/record';
import { updateHeads } from '../data/lock-passports.ts';
import type { EventReceipt } from '../http/receipts.ts';
import type { Prepared } from './prepare-event.ts';

/**
 * Writes prepared events of locked passports and moves the passports' rows on; those of one passport
 * stand in their order. Receipts stand in the order of the events.
 */
export async function writeEvents(tx: Tx, prepared: readonly Prepared[]): Promise<EventReceipt[]> {
  const appended = await append(
    tx,
    prepared.map(({ ledger }) => ledger),
  );
  await updateHeads(tx, [...new Map(prepared.map(({ head }) => [head.id, head])).values()]);
  return prepared.map(({ head, ledger }, at) => {
    const place = appended[at];
    if (place === undefined) throw new Error('an event was left out');
    return {
      code: head.code,
      kind: ledger.kind,
      position: place.position,
      leafHash: toHex(place.leafHash),
      recordedAt: new Date(place.recordedAt).toISOString(),
    };
  });
}
