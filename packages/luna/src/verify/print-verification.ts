import type { CheckStatus, Verification } from '@luna/evidence';

const MARK: Readonly<Record<CheckStatus, string>> = { pass: '✓', fail: '✗', 'not-checked': '–' };

/** A verification for people: device, named checks, verdict, and what stays unproven. */
export function verificationLines(verification: Verification): string[] {
  const { code, device, checks, statement, notProven } = verification;
  const title = [code];
  const lines: string[] = [];
  if (device !== null) {
    const { manufacturer, model, serialNumber, status, flags } = device;
    title.push(`  ${manufacturer} ${model}, serial number ${serialNumber}`);
    if (status !== null) title.push(`, ${status}`);
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
  return [title.join(''), ...lines];
}
