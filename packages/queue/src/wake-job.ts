import { LunaError } from '@luna/runtime';

/** All that a job carries. */
export type WakeData = { id: string };

const LONGEST_ID = 200;

/** @throws LunaError WAKE_INVALID unless 1 to 200 characters */
export function toWakeData(id: string): WakeData {
  if (id === '' || id.length > LONGEST_ID) {
    throw new LunaError(
      'WAKE_INVALID',
      `A wake-up carries an id of 1 to ${LONGEST_ID} characters.`,
    );
  }
  return { id };
}

/** A job's data comes from outside this process. @throws LunaError WAKE_INVALID */
export function parseWakeData(data: unknown): WakeData {
  if (typeof data !== 'object' || data === null || !('id' in data) || typeof data.id !== 'string') {
    throw new LunaError('WAKE_INVALID', 'A job in the queue carries no id.');
  }
  return toWakeData(data.id);
}

/** @throws LunaError QUEUE_NAME_INVALID unless letters, digits and dashes */
export function assertQueueName(name: string): void {
  if (/^[a-z0-9-]{1,40}$/i.test(name)) return;
  throw new LunaError('QUEUE_NAME_INVALID', 'A queue is named by 1 to 40 letters, digits, dashes.');
}
