export { auditDatabase, type DatabaseAuditOptions } from './audit-database.ts';
export { auditPublic, type PublicAuditOptions } from './audit-public.ts';
export { readChainAnchors, type ChainAnchor } from './chain-anchors.ts';
export { recoverLog, type Recovered, type RecoverOptions } from './recover.ts';
export {
  AUDIT_CHECKS,
  AuditReport,
  type AuditCheck,
  type Finding,
  type Progress,
} from './report.ts';
