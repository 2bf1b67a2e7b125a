import type { NewEvent } from '@luna/database';

import { below, seededRandom } from '../measure/random.ts';
import { deviceEvent, deviceStreams } from './device-events.ts';

/** Concurrent clients of the figures about appending. */
export const CLIENTS = 64;
const STREAMS_PER_CLIENT = 50;

/** An event to be written, and the position it will get. */
export type Written = { event: NewEvent; position: number };

/**
 * Clients that write one event after the other by `write`. Each has devices of its own, so that a
 * plain insert knows the next position without asking. Same seed, same events.
 */
export function writers(
  seed: number,
  write: (written: Written) => Promise<void>,
): (client: number) => Promise<void> {
  const clients = Array.from({ length: CLIENTS }, (_, client) => {
    const random = seededRandom(seed + client);
    const streams = deviceStreams(client * STREAMS_PER_CLIENT, STREAMS_PER_CLIENT);
    const positions = new Uint32Array(STREAMS_PER_CLIENT);
    return () => {
      const at = below(random, STREAMS_PER_CLIENT);
      const position = (positions[at] ?? 0) + 1;
      positions[at] = position;
      return { event: deviceEvent(random, streams[at] ?? new Uint8Array(32)), position };
    };
  });
  return async (client) => {
    const next = clients[client];
    if (next === undefined) throw new RangeError(`there is no client ${client}`);
    await write(next());
  };
}
