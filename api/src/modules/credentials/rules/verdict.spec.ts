import { describe, expect, it } from 'vitest';
import { verdictOf, type Check, type Verdict } from './verdict.ts';

const RESULTS = { '+': 'pass', '-': 'fail', '?': 'not_checked' } as const;
const checkOf = (sign: '+' | '-' | '?'): Check => ({
  result: RESULTS[sign],
  code: null,
  message: '',
});

describe('verdictOf', () => {
  it.each<[signs: ['+' | '-' | '?', '+' | '-' | '?', '+' | '-' | '?', '+' | '-' | '?'], Verdict]>([
    [['+', '+', '+', '+'], 'VERIFIED'],
    [['+', '+', '?', '?'], 'VERIFIED'],
    [['+', '+', '-', '+'], 'REVOKED'],
    [['+', '+', '+', '-'], 'MISMATCH'],
    [['+', '+', '-', '-'], 'MISMATCH'],
    [['+', '-', '?', '+'], 'MISMATCH'],
    [['-', '?', '?', '+'], 'MISMATCH'],
    [['?', '?', '?', '-'], 'MISMATCH'],
    [['?', '?', '?', '?'], 'UNKNOWN'],
  ])('issuer, signature, status, ledger %j: %s', ([issuer, signature, status, ledger], verdict) => {
    const checks = {
      issuer: checkOf(issuer),
      signature: checkOf(signature),
      status: checkOf(status),
      ledger: checkOf(ledger),
    };
    expect(verdictOf(checks)).toBe(verdict);
  });
});
