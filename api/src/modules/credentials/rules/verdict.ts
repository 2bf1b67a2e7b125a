/** What came of one check; `code` names why it did not pass. */
export type Check = {
  result: 'pass' | 'fail' | 'not_checked';
  code: string | null;
  message: string;
};

export type Checks = Record<'issuer' | 'signature' | 'status' | 'ledger', Check>;

export const VERDICTS = ['VERIFIED', 'REVOKED', 'MISMATCH', 'UNKNOWN'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * What the checks say together. MISMATCH: it is not what its issuer signed and published. REVOKED: it
 * is, and its issuer took it back. UNKNOWN: nobody here can say.
 */
export function verdictOf({ issuer, signature, status, ledger }: Checks): Verdict {
  if ([issuer, signature, ledger].some(({ result }) => result === 'fail')) return 'MISMATCH';
  if (status.result === 'fail') return 'REVOKED';
  return signature.result === 'pass' ? 'VERIFIED' : 'UNKNOWN';
}

export function passed(message: string): Check {
  return { result: 'pass', code: null, message };
}

export function failed(code: string, message: string): Check {
  return { result: 'fail', code, message };
}

export function notChecked(code: string, message: string): Check {
  return { result: 'not_checked', code, message };
}
