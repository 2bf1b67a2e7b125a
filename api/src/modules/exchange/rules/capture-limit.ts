import type { EpcisEvents } from '@luna/passport';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';

/** Events of a document, and things that they name, all together. */
export const MOST_EVENTS = 500;
const MOST_THINGS = 1_000;

const list = z.array(z.unknown()).catch([]);
const named = z
  .object({ epcList: list, childEPCs: list, inputEPCList: list, outputEPCList: list })
  .catch({ epcList: [], childEPCs: [], inputEPCList: [], outputEPCList: [] });

/** Throws CAPTURE_TOO_LARGE for more than one request can answer in time. */
export function checkSize({ events }: EpcisEvents): void {
  const things = events
    .flatMap(({ value }) => Object.values(named.parse(value)))
    .reduce((sum, { length }) => sum + length, 0);
  if (events.length <= MOST_EVENTS && things <= MOST_THINGS) return;
  throw new LunaError(
    'CAPTURE_TOO_LARGE',
    `At most ${MOST_EVENTS} events about ${MOST_THINGS} things are captured at a time. Send them in several documents.`,
    { details: { events: events.length, things } },
  );
}
