import { describe, expect, it } from 'vitest';

import { LunaError } from './luna-error.ts';

describe('LunaError', () => {
  it('is not worth a retry unless it says so', () => {
    const error = new LunaError('PORT_BUSY', 'Port 1 is busy');
    expect(error).toMatchObject({ name: 'LunaError', code: 'PORT_BUSY', retryable: false });
    expect(new LunaError('LAG', 'later', { retryable: true }).retryable).toBe(true);
  });

  it('carries facts and what caused it', () => {
    const cause = new Error('deep');
    const error = new LunaError('X', 'x', { cause, details: { port: 1 } });
    expect(error.cause).toBe(cause);
    expect(error.details).toEqual({ port: 1 });
  });
});
