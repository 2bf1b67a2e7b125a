import type { Status } from '@luna/record';

/** One edge of the lifecycle, and the CBV words for it. */
export type StatusStep = { from: Status; to: Status; bizStep: string; disposition: string };

/**
 * Every edge of `LIFECYCLE` in CBV 2.0 terms. No two edges that leave one status say the same, so step
 * and disposition lead back to the edge from where a device stands; of those with one step the usual
 * one, which needs no reason, comes first.
 */
export const STATUS_STEPS: readonly StatusStep[] = [
  says('CREATED', 'PROCURED', 'accepting', 'in_progress'),
  says('CREATED', 'RETIRED', 'decommissioning', 'inactive'),
  says('PROCURED', 'IN_QC', 'inspecting', 'in_progress'),
  says('PROCURED', 'RETIRED', 'decommissioning', 'inactive'),
  says('IN_QC', 'QC_PASSED', 'inspecting', 'conformant'),
  says('IN_QC', 'QC_FAILED', 'inspecting', 'non_conformant'),
  says('QC_FAILED', 'IN_QC', 'inspecting', 'in_progress'),
  says('QC_FAILED', 'RETIRED', 'decommissioning', 'inactive'),
  says('QC_PASSED', 'IN_ASSEMBLY', 'assembling', 'in_progress'),
  says('IN_ASSEMBLY', 'IN_TESTING', 'inspecting', 'in_progress'),
  says('IN_TESTING', 'TEST_PASSED', 'inspecting', 'conformant'),
  says('IN_TESTING', 'TEST_FAILED', 'inspecting', 'non_conformant'),
  says('TEST_FAILED', 'IN_ASSEMBLY', 'assembling', 'in_progress'),
  says('TEST_FAILED', 'RETIRED', 'decommissioning', 'inactive'),
  says('TEST_PASSED', 'PACKAGED', 'packing', 'in_progress'),
  says('PACKAGED', 'IN_TRANSIT', 'shipping', 'in_transit'),
  says('IN_TRANSIT', 'DELIVERED', 'receiving', 'in_progress'),
  says('IN_TRANSIT', 'PACKAGED', 'receiving', 'returned'), // delivery refused
  says('DELIVERED', 'IN_TRANSIT', 'shipping', 'returned'), // return
  says('DELIVERED', 'IN_SERVICE', 'installing', 'available'),
  says('IN_SERVICE', 'MAINTENANCE', 'repairing', 'unavailable'),
  says('MAINTENANCE', 'IN_SERVICE', 'repairing', 'available'),
  says('IN_SERVICE', 'DECOMMISSIONED', 'removing', 'unavailable'),
  says('IN_SERVICE', 'RETIRED', 'decommissioning', 'inactive'),
  says('MAINTENANCE', 'DECOMMISSIONED', 'removing', 'unavailable'),
  says('MAINTENANCE', 'RETIRED', 'decommissioning', 'inactive'),
  says('DECOMMISSIONED', 'IN_SERVICE', 'installing', 'available'),
  says('DECOMMISSIONED', 'IN_QC', 'inspecting', 'in_progress'),
  says('DECOMMISSIONED', 'PACKAGED', 'packing', 'in_progress'),
  says('DECOMMISSIONED', 'RETIRED', 'decommissioning', 'inactive'),
];

/** How EPCIS says this edge; undefined when the lifecycle has no such edge. */
export function stepOf(from: Status, to: Status): StatusStep | undefined {
  return STATUS_STEPS.find((step) => step.from === from && step.to === to);
}

function says(from: Status, to: Status, bizStep: string, disposition: string): StatusStep {
  return { from, to, bizStep, disposition };
}
