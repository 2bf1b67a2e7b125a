import { expect } from 'vitest';
import { CredentialError, type CredentialErrorCode } from '../credential-error.ts';

/** The code of the `CredentialError` that `action` throws; fails the test when it throws none. */
export function refusal(action: () => unknown): CredentialErrorCode {
  try {
    action();
  } catch (error) {
    return codeOf(error);
  }
  return expect.unreachable('expected a CredentialError');
}

/** The same of a promise. */
export async function rejection(promise: Promise<unknown>): Promise<CredentialErrorCode> {
  return promise.then(() => expect.unreachable('expected a CredentialError'), codeOf);
}

function codeOf(error: unknown): CredentialErrorCode {
  if (error instanceof CredentialError) return error.code;
  throw error;
}
