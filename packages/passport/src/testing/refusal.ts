import { expect } from 'vitest';
import { PassportError } from '../passport-error.ts';

/** The `PassportError` that `action` throws; fails the test when it throws none. */
export function refusal(action: () => unknown): PassportError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(PassportError);
    if (error instanceof PassportError) return error;
  }
  return expect.unreachable('expected a PassportError');
}
