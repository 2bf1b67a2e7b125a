import { expect } from 'vitest';
import { DigitalLinkError } from '../digital-link-error.ts';

/** The `DigitalLinkError` that `action` throws; fails the test when it throws none. */
export function refusedLink(action: () => unknown): DigitalLinkError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(DigitalLinkError);
    if (error instanceof DigitalLinkError) return error;
  }
  return expect.unreachable('expected a DigitalLinkError');
}
