import type { RecordedEvent } from '@luna/record';
import { applyEvent } from './apply-event.ts';
import { openPassport } from './open-passport.ts';
import { PassportError } from './passport-error.ts';
import type { PassportState } from './passport-state.ts';

/**
 * The state a passport's whole history leads to; `events` in order, from position 1, of one stream.
 *
 * An illegal history is refused with a `PassportError` naming the position: `HISTORY_…` when events
 * are missing or foreign, `PAYLOAD_MISSING` when one is undisclosed that the state rests on, otherwise
 * the rule that was broken.
 */
export function foldPassport(events: readonly RecordedEvent[]): PassportState {
  const [first, ...rest] = events;
  if (first === undefined) throw new PassportError('HISTORY_EMPTY', 'no events');
  checkPlaces(events, first.ref.stream);
  let state = openPassport(first);
  for (const event of rest) {
    state = atPosition(event.ref.position, () => applyEvent(state, event, events));
  }
  return state;
}

function checkPlaces(events: readonly RecordedEvent[], stream: string): void {
  for (const [index, { ref }] of events.entries()) {
    if (ref.position !== index + 1) {
      throw new PassportError('HISTORY_POSITION', `expected position ${index + 1}`, ref.position);
    }
    if (ref.stream !== stream) {
      throw new PassportError('HISTORY_STREAM', 'event of another stream', ref.position);
    }
  }
}

function atPosition(position: number, apply: () => PassportState): PassportState {
  try {
    return apply();
  } catch (error) {
    if (!(error instanceof PassportError)) throw error;
    throw new PassportError(error.code, error.message, position);
  }
}
