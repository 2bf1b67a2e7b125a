/** The named checks, in the order in which they are shown. */
export const CHECK_NAMES = [
  'code',
  'payloads',
  'history',
  'inclusion',
  'checkpoint',
  'anchor',
  'time',
  'documents',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

export const CHECK_STATUSES = ['pass', 'fail', 'not-checked'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** Every finding that a check can end with; stable, for machines and translations. */
export const FINDINGS = {
  code: {
    CODE_MATCHES: 'pass',
    CODE_REST_MATCHES: 'pass',
    CODE_MALFORMED: 'fail',
    CODE_NOT_ASKED_FOR: 'fail',
    CODE_OTHER_STREAM: 'fail',
    CODE_NOT_CREATED_FIRST: 'fail',
    CODE_OTHER_DEVICE: 'fail',
    CODE_CREATED_NOT_DISCLOSED: 'not-checked',
  },
  payloads: {
    PAYLOADS_MATCH: 'pass',
    PAYLOAD_MISMATCH: 'fail',
    PAYLOADS_PARTLY_DISCLOSED: 'not-checked',
  },
  history: {
    HISTORY_LINKED: 'pass',
    HISTORY_ENTRY_UNREADABLE: 'fail',
    HISTORY_POSITION_MISSING: 'fail',
    HISTORY_LINK_BROKEN: 'fail',
    HISTORY_POSITION_WRONG: 'fail',
  },
  inclusion: {
    INCLUSION_PROVEN: 'pass',
    INCLUSION_NOT_PROVEN: 'fail',
  },
  checkpoint: {
    CHECKPOINT_SIGNED: 'pass',
    CHECKPOINT_UNREADABLE: 'fail',
    CHECKPOINT_OTHER_ORIGIN: 'fail',
    CHECKPOINT_KEY_NOT_PINNED: 'fail',
    CHECKPOINT_SIGNATURE_WRONG: 'fail',
    CHECKPOINT_KEY_NOT_VALID: 'fail',
    CHECKPOINT_OTHER_ROOT: 'fail',
    CHECKPOINT_NO_ED25519: 'not-checked',
  },
  anchor: {
    ANCHOR_FINALISED: 'pass',
    ANCHOR_IN_RING: 'pass',
    ANCHOR_OTHER_CHAIN: 'fail',
    ANCHOR_OTHER_ROOT: 'fail',
    ANCHOR_OTHER_CONTRACT: 'fail',
    ANCHOR_NOT_IN_TRANSACTION: 'fail',
    ANCHOR_NOT_FOUND: 'fail',
    ANCHOR_OTHER_VALUES: 'fail',
    ANCHOR_OTHER_TIME: 'fail',
    ANCHOR_OTHER_MANIFEST: 'fail',
    ANCHOR_WITHDRAWN: 'fail',
    ANCHOR_NOT_FINAL: 'not-checked',
    ANCHOR_PRUNED: 'not-checked',
    CHAIN_NOT_ASKED: 'not-checked',
    CHAIN_IS_ANOTHER: 'not-checked',
    CHAIN_WITHOUT_CONTRACT: 'not-checked',
    CHAIN_UNREACHABLE: 'not-checked',
    CHAIN_TIMEOUT: 'not-checked',
    CHAIN_REFUSED: 'not-checked',
    CHAIN_ANSWER_INVALID: 'not-checked',
  },
  time: {
    TIME_BEFORE_ANCHOR: 'pass',
    TIME_AFTER_ANCHOR: 'fail',
    TIME_DECREASES: 'fail',
    TIME_ANCHOR_UNKNOWN: 'not-checked',
  },
  documents: {
    DOCUMENTS_MATCH: 'pass',
    DOCUMENTS_NONE: 'pass',
    DOCUMENT_MISMATCH: 'fail',
    DOCUMENT_NOT_NAMED: 'fail',
    DOCUMENTS_PARTLY_PRESENT: 'not-checked',
  },
} as const satisfies Record<CheckName, Record<string, CheckStatus>>;

type Findings = typeof FINDINGS;
export type FindingOf<N extends CheckName> = N extends CheckName ? keyof Findings[N] : never;
export type Finding = FindingOf<CheckName>;

/** What the check looked at, to be shown beside it; keys are fixed per check. */
export type CheckInputs = Readonly<Record<string, string | number>>;

/** Outcome of one named check; `reason` is one English sentence, `code` the same for machines. */
export type Check = {
  name: CheckName;
  status: CheckStatus;
  code: Finding;
  reason: string;
  inputs: CheckInputs;
};

/** Makes a check from its finding; the status follows from the finding. */
export function finding<N extends CheckName>(
  name: N,
  code: FindingOf<N>,
  reason: string,
  inputs: CheckInputs = {},
): Check {
  const statuses: Readonly<Record<string, CheckStatus>> = FINDINGS[name];
  return { name, status: statuses[code] ?? 'fail', code, reason, inputs };
}
