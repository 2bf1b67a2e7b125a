import type { Status } from '@luna/record';
import { LIFECYCLE } from '../lifecycle.ts';
import { Refusal } from './capture-result.ts';
import { STATUS_STEPS, type StatusStep } from './status-steps.ts';

/** Steps that happen without a change of status too: only a disposition of the table makes it one. */
const NOT_ALWAYS = new Set(['inspecting', 'repairing']);

/**
 * The edge of the lifecycle that a business step takes a device along from `status`; undefined when it
 * says nothing of the status. All words bare.
 *
 * A disposition that the table does not have with this step decides nothing: then it is the first edge
 * with this step, which is the usual one.
 * Refused: STATUS_EDGE_ILLEGAL, REASON_REQUIRED.
 */
export function statusEdge(
  status: Status,
  said: { bizStep: string; disposition?: string | undefined; reason?: string | undefined },
): StatusStep | undefined {
  const steps = STATUS_STEPS.filter(({ bizStep }) => bizStep === said.bizStep);
  const decisive = isDecisive(said);
  const edge = steps.find(
    ({ from, disposition }) => from === status && (!decisive || disposition === said.disposition),
  );
  if (steps.length === 0) return undefined;
  if (NOT_ALWAYS.has(said.bizStep) && (!decisive || edge === undefined)) return undefined;
  if (edge === undefined) {
    throw new Refusal('STATUS_EDGE_ILLEGAL', '/bizStep', `${said.bizStep} cannot follow ${status}`);
  }
  if (needsReason(edge) && said.reason === undefined) {
    const step = `${edge.from} to ${edge.to}`;
    throw new Refusal('REASON_REQUIRED', '/bizStep', `${step} needs a reason: add rdfs:comment`);
  }
  return edge;
}

/** Whether the disposition is one that the table has with this step. */
export function isDecisive(said: { bizStep: string; disposition?: string | undefined }): boolean {
  return STATUS_STEPS.some(
    ({ bizStep, disposition }) => bizStep === said.bizStep && disposition === said.disposition,
  );
}

function needsReason({ from, to }: StatusStep): boolean {
  return LIFECYCLE.some((edge) => edge.from === from && edge.to === to && edge.needsReason);
}
