export { ChainError, type ChainErrorCode } from './chain/chain-error.ts';
export type { ChainBlock, ChainLog, ChainReader, Hex, Receipt } from './chain/chain-reader.ts';
export { jsonRpcReader, type JsonRpcOptions } from './chain/json-rpc-reader.ts';
export {
  CHECK_NAMES,
  CHECK_STATUSES,
  FINDINGS,
  type Check,
  type CheckInputs,
  type CheckName,
  type CheckStatus,
  type Finding,
} from './checks/check.ts';
export { EvidenceError, type EvidenceErrorCode } from './evidence-error.ts';
export {
  buildEvidence,
  encodeEvidence,
  type EvidenceEntryPart,
  type EvidenceParts,
} from './file/build-evidence.ts';
export { EVIDENCE_LIMITS, evidenceSchema, type Evidence } from './file/evidence-schema.ts';
export { parseEvidence } from './file/parse-evidence.ts';
export type { Device } from './report/device.ts';
export type { NotProven, NotProvenCode } from './report/not-proven.ts';
export type { Verification } from './report/report.ts';
export type { Disclosure, TimelineItem } from './report/timeline.ts';
export { VERDICT_RULES, verdictOf, VERDICTS, type Verdict } from './report/verdict.ts';
export { parseTrust, type Trust } from './trust.ts';
export { verifyEvidence, type VerifyOptions } from './verify-evidence.ts';
