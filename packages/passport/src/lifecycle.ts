import type { Status } from '@luna/record';

/** Roles that move a device along. */
export type LifecycleRole =
  | 'SUPPLIER_QC'
  | 'SUPPLIER_PACKER'
  | 'EXPERT'
  | 'SUPPLIER_SHIPPER'
  | 'ENGINEER'
  | 'QC_INSPECTOR'
  | 'OPERATOR'
  | 'ADMIN';

/** One legal step: who may take it, and whether they must say why. */
export type Edge = {
  from: Status;
  to: Status;
  roles: readonly LifecycleRole[];
  needsReason: boolean;
};

/** Roles that may take an edge only for work they were ordered to do. */
export const OWN_ORDER_ROLES: readonly LifecycleRole[] = ['EXPERT'];

const QC: readonly LifecycleRole[] = ['QC_INSPECTOR', 'SUPPLIER_QC', 'ADMIN'];
const HANDLING: readonly LifecycleRole[] = ['OPERATOR', 'ADMIN'];
const PACKING: readonly LifecycleRole[] = ['OPERATOR', 'SUPPLIER_PACKER', 'ADMIN'];
const SHIPPING: readonly LifecycleRole[] = ['OPERATOR', 'SUPPLIER_SHIPPER', 'ADMIN'];
const SENDING_BACK: readonly LifecycleRole[] = [
  'OPERATOR',
  'SUPPLIER_PACKER',
  'SUPPLIER_SHIPPER',
  'ADMIN',
];
const SERVICE: readonly LifecycleRole[] = ['ENGINEER', 'EXPERT', 'ADMIN'];

/**
 * The lifecycle, whole: what is not listed is illegal, and nothing leaves RETIRED.
 * Leaving service, refusal, return and error edges need a reason.
 */
export const LIFECYCLE: readonly Edge[] = [
  edge('CREATED', 'PROCURED', HANDLING),
  edge('CREATED', 'RETIRED', HANDLING, 'reason'), // made in error
  edge('PROCURED', 'IN_QC', QC),
  edge('PROCURED', 'RETIRED', HANDLING, 'reason'), // order cancelled
  edge('IN_QC', 'QC_PASSED', QC),
  edge('IN_QC', 'QC_FAILED', QC),
  edge('QC_FAILED', 'IN_QC', QC),
  edge('QC_FAILED', 'RETIRED', QC),
  edge('QC_PASSED', 'IN_ASSEMBLY', HANDLING),
  edge('IN_ASSEMBLY', 'IN_TESTING', HANDLING),
  edge('IN_TESTING', 'TEST_PASSED', QC),
  edge('IN_TESTING', 'TEST_FAILED', QC),
  edge('TEST_FAILED', 'IN_ASSEMBLY', QC),
  edge('TEST_FAILED', 'RETIRED', QC),
  edge('TEST_PASSED', 'PACKAGED', PACKING),
  edge('PACKAGED', 'IN_TRANSIT', SHIPPING),
  edge('IN_TRANSIT', 'DELIVERED', SHIPPING),
  edge('IN_TRANSIT', 'PACKAGED', SENDING_BACK, 'reason'), // delivery refused
  edge('DELIVERED', 'IN_TRANSIT', SHIPPING, 'reason'), // return
  edge('DELIVERED', 'IN_SERVICE', SERVICE),
  edge('IN_SERVICE', 'MAINTENANCE', SERVICE),
  edge('MAINTENANCE', 'IN_SERVICE', SERVICE),
  edge('IN_SERVICE', 'DECOMMISSIONED', SERVICE, 'reason'),
  edge('IN_SERVICE', 'RETIRED', SERVICE, 'reason'),
  edge('MAINTENANCE', 'DECOMMISSIONED', SERVICE, 'reason'),
  edge('MAINTENANCE', 'RETIRED', SERVICE, 'reason'),
  edge('DECOMMISSIONED', 'IN_SERVICE', SERVICE),
  edge('DECOMMISSIONED', 'IN_QC', QC), // refurbishment
  edge('DECOMMISSIONED', 'PACKAGED', PACKING),
  edge('DECOMMISSIONED', 'RETIRED', SERVICE),
];

function edge(from: Status, to: Status, roles: readonly LifecycleRole[], reason?: 'reason'): Edge {
  return { from, to, roles, needsReason: reason !== undefined };
}
