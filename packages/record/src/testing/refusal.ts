import { expect } from 'vitest';
import { RecordError } from '../record-error.ts';

/** The `RecordError` that `action` throws; fails the test when it throws none. */
export function refusal(action: () => unknown): RecordError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(RecordError);
    if (error instanceof RecordError) return error;
  }
  return expect.unreachable('expected a RecordError');
}
