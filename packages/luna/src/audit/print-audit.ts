import { AUDIT_CHECKS, type AuditReport } from '@luna/audit';

const SHOWN = 50;

/** The report for people: a line a check, then what was found, then the conclusion. */
export function reportLines(report: AuditReport): string[] {
  const lines = AUDIT_CHECKS.flatMap((check) => {
    const skipped = report.skipped.get(check);
    if (skipped !== undefined) return [`?  ${check.padEnd(12)} not checked: ${skipped}`];
    const looked = report.looked.get(check);
    if (looked === undefined) return [];
    const wrong = report.findings.filter((finding) => finding.check === check).length;
    return [`${wrong === 0 ? '✓' : '✗'}  ${check.padEnd(12)} ${looked.toLocaleString('en')}`];
  });
  const found = report.findings
    .slice(0, SHOWN)
    .map(({ check, code, where, message }) => `\n✗ ${check}: ${code} at ${where}\n  ${message}`);
  const more =
    report.count > SHOWN ? [`\n… and ${report.count - SHOWN} more; --json shows them`] : [];
  return [...lines, ...found, ...more, '', conclusion(report)];
}

function conclusion(report: AuditReport): string {
  if (report.count > 0) return `${report.count} findings.`;
  if (report.skipped.size > 0)
    return 'Nothing wrong was found, but not everything could be checked.';
  return 'Clean: everything was recomputed and agrees.';
}

/** The report for machines. */
export function reportJson(report: AuditReport): string {
  const { findings, count, looked, skipped } = report;
  return JSON.stringify(
    {
      clean: count === 0 && skipped.size === 0,
      count,
      looked: Object.fromEntries(looked),
      notChecked: Object.fromEntries(skipped),
      findings,
    },
    null,
    2,
  );
}
