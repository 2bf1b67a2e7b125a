import { describe, expect, test } from 'vitest';
import { nextState, STARTING } from './check-state.ts';
import type { CheckMessage } from './protocol.ts';

const check: Extract<CheckMessage, { type: 'check' }> = {
  type: 'check',
  check: { name: 'code', status: 'pass', code: 'CODE_MATCHES', reason: '', inputs: {} },
};

describe('nextState', () => {
  test('collects progress', () => {
    const messages: CheckMessage[] = [
      { type: 'stage', stage: 'download' },
      { type: 'received', bytes: 5, total: 10 },
      check,
    ];
    expect(messages.reduce(nextState, STARTING)).toEqual({
      phase: 'checking',
      stage: 'download',
      received: 5,
      total: 10,
      checks: [check.check],
    });
  });

  test('what arrives after the end changes nothing; a restart forgets it', () => {
    const ended = nextState(STARTING, { type: 'problem', code: 'PASSPORT_UNKNOWN', detail: '' });
    expect(nextState(ended, check)).toBe(ended);
    expect(nextState(ended, { type: 'restart' })).toBe(STARTING);
  });
});
