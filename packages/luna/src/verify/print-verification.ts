import type { CheckStatus, Verification } from '@luna/evidence';

const MARK: Readonly<Record<CheckStatus, string>> = { pass: '✓', fail: '✗', 'not-checked': '–' };

/** A verification for people: device, named checks, verdict, and what stays unproven. */
export function verificationLines(verification: Verification): string[] {
  const { code, device, checks, statement, notProven } = verification;
  const lines = [code];
  if (device !== null) {
    const { manufacturer, model, serialNumber, status, flags } = device;
    lines[0] += `  ${manufacturer} ${model}, serial number ${serialNumber}`;
    if (status !== null) lines[0] += `, ${status}`;
    if (flags.length > 0) lines.push(`  ! ${flags.join(', ')}`);
  }
  lines.push('');
  for (const { name, status, reason } of checks) {
    const note = status === 'not-checked' ? 'not checked: ' : '';
    lines.push(`  ${MARK[status]} ${name.padEnd(11)} ${note}${reason}`);
  }
  lines.push('', statement);
  if (notProven.length > 0) {
    lines.push('', 'Not proven:', ...notProven.map(({ text }) => `  · ${text}`));
  }
  return lines;
}
