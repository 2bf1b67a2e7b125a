import { newEvent } from '../http/new-event.ts';

/** Kinds of events that callers can send. */
export const KINDS_OF_CALLERS = newEvent.options.map(({ shape }) => shape.kind.value);
