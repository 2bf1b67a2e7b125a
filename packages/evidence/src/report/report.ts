import type { RecordedEvent } from '@luna/record';
import type { RefusedPlaces } from '../checks/check-history.ts';
import { CHECK_NAMES, type Check, type CheckName, type CheckStatus } from '../checks/check.ts';
import type { ReadEntry } from '../checks/read-entries.ts';
import type { Evidence } from '../file/evidence-schema.ts';
import { readDevice, type Device } from './device.ts';
import { notProven, type NotProven } from './not-proven.ts';
import { timeline, type TimelineItem } from './timeline.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** Outcome of verifying one evidence file; plain data, all times in Unix milliseconds. */
export type Verification = {
  verdict: Verdict;
  /** The verdict as one English line. */
  statement: string;
  code: string;
  checks: readonly Check[];
  notProven: readonly NotProven[];
  /** The history is proven as of this anchor; null when the chain did not confirm it. */
  asOf: { time: number; index: number; size: number } | null;
  /** Entries that are anchored, and newer ones that are not yet. */
  positions: { anchored: number; pending: number };
  /** When the passport was created in the ledger; null when that entry was refused. */
  since: number | null;
  device: Device | null;
  timeline: readonly TimelineItem[];
  checkedAt: number;
};

export type ReportParts = {
  evidence: Evidence;
  entries: readonly ReadEntry[];
  events: readonly (RecordedEvent | null)[];
  refused: RefusedPlaces;
  checks: readonly Check[];
  /** Seconds, as the chain said. */
  anchorTime: number | null;
  now: number;
};

/** Puts the outcome of the checks into the form that is shown. */
export function report(parts: ReportParts): Verification {
  const { evidence, entries, events, refused, checks, anchorTime, now } = parts;
  const pending = entries.filter(({ anchored }) => !anchored).length;
  const positions = { anchored: entries.length - pending, pending };
  const verdict = verdictOf(outcomes(checks), {
    withdrawn: checks.some(({ code }) => code === 'ANCHOR_WITHDRAWN'),
    pending: pending > 0,
  });
  const anchored = checks.some(({ name, status }) => name === 'anchor' && status === 'pass');
  const asOf =
    anchored && anchorTime !== null
      ? { time: anchorTime * 1000, index: evidence.anchor.index, size: evidence.anchor.size }
      : null;
  return {
    verdict,
    statement: statement(verdict, positions, asOf?.time ?? null, checks),
    code: evidence.code,
    checks,
    notProven: notProven(checks, pending),
    asOf,
    positions,
    since: refused.has(1) ? null : (entries[0]?.entry?.recordedAt ?? null),
    device: readDevice(events),
    timeline: timeline(entries, events, refused),
    checkedAt: now,
  };
}

function outcomes(checks: readonly Check[]): Record<CheckName, CheckStatus> {
  const found: Record<CheckName, CheckStatus> = {
    code: 'not-checked',
    payloads: 'not-checked',
    history: 'not-checked',
    inclusion: 'not-checked',
    checkpoint: 'not-checked',
    anchor: 'not-checked',
    time: 'not-checked',
    documents: 'not-checked',
  };
  for (const name of CHECK_NAMES) {
    found[name] = checks.find((check) => check.name === name)?.status ?? 'not-checked';
  }
  return found;
}

function statement(
  verdict: Verdict,
  { anchored, pending }: Verification['positions'],
  anchorTime: number | null,
  checks: readonly Check[],
): string {
  const when = anchorTime === null ? '' : new Date(anchorTime).toISOString();
  const first = (status: CheckStatus): string =>
    checks
      .filter((check) => check.status === status)
      .map(({ name, reason }) => `${name}: ${reason}`)
      .at(0) ?? '';
  switch (verdict) {
    case 'VERIFIED':
      return `VERIFIED: positions 1 to ${anchored}, anchored at ${when}; newer entries: not excluded`;
    case 'VERIFIED_UNTIL':
      return (
        `VERIFIED UNTIL ${when}: positions 1 to ${anchored}; ` +
        `${pending} newer pending; further entries: not excluded`
      );
    case 'MISMATCH':
      return `MISMATCH: ${first('fail')}`;
    case 'REVOKED':
      return `REVOKED: ${first('fail')}`;
    case 'UNKNOWN':
      return `UNKNOWN: ${first('not-checked')}`;
    case 'CANNOT_CHECK_NOW':
      return `CANNOT CHECK NOW: ${first('not-checked')}`;
  }
}
