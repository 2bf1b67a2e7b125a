/** Why there is no verdict: stable names, each with its own words on the page. */
export const PROBLEM_CODES = [
  'CODE_MALFORMED',
  'CODE_MISTYPED',
  'PASSPORT_UNKNOWN',
  'NOT_ANCHORED_YET',
  'RECORDS_UNREACHABLE',
  'RECORDS_BUSY',
  'CONFIGURATION_UNUSABLE',
  'EVIDENCE_REFUSED',
  'PAGE_BROKEN',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Something kept the page from running the checks; `detail` is an English sentence, or empty. */
export class CheckProblem extends Error {
  override readonly name = 'CheckProblem';
  readonly code: ProblemCode;
  readonly detail: string;

  constructor(code: ProblemCode, detail = '', options?: ErrorOptions) {
    super(`${code} ${detail}`.trim(), options);
    this.code = code;
    this.detail = detail;
  }
}

/** Problems that may be gone when asked again. */
export const RETRYABLE: ReadonlySet<ProblemCode> = new Set([
  'NOT_ANCHORED_YET',
  'RECORDS_UNREACHABLE',
  'RECORDS_BUSY',
  'CONFIGURATION_UNUSABLE',
  'PAGE_BROKEN',
]);
