import type { Status } from '@luna/record';
import { LIFECYCLE, type Edge } from './lifecycle.ts';
import { PassportError } from './passport-error.ts';

/** The edges that leave a status, in the order of the table. */
export function legalNext(status: Status): readonly Edge[] {
  return LIFECYCLE.filter(({ from }) => from === status);
}

/**
 * The edge from one status to another.
 *
 * `ILLEGAL_STATUS_EDGE` when there is none; `REASON_REQUIRED` when it needs a reason and the one
 * given is missing or blank.
 */
export function transition(from: Status, to: Status, reason?: string): Edge {
  const next = legalNext(from);
  const edge = next.find((candidate) => candidate.to === to);
  if (edge === undefined) {
    const allowed = next.map((candidate) => candidate.to).join(', ') || 'nothing';
    throw new PassportError(
      'ILLEGAL_STATUS_EDGE',
      `${from} to ${to} is not a legal step; from ${from}: ${allowed}`,
    );
  }
  if (edge.needsReason && !reason?.trim()) {
    throw new PassportError('REASON_REQUIRED', `${from} to ${to} needs a reason`);
  }
  return edge;
}
