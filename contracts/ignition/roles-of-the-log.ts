import type { IgnitionModuleBuilder } from '@nomicfoundation/ignition-core';
import { PASSPORT_LOG_SELECTORS } from '@luna/contracts-abi';
import { ADMIN, GUARDIAN, WATCHER } from '../deploy/roles.ts';

const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
const NO_START = { index: 0, size: 0, root: `0x${'0'.repeat(64)}`, time: 0 };

/**
 * The part both modules share: a PassportLog, the AccessManager that guards the rare calls, and the roles. The deployer
 * administers the manager until the module ends with `renounce`, which has to come after every grant.
 */
export function logWithRoles(m: IgnitionModuleBuilder) {
  const deployer = m.getAccount(0);
  const accessManager = m.contract('AccessManager', [deployer]);
  const passportLog = m.contract('PassportLog', [
    {
      origin: m.getParameter<string>('origin'),
      logKey: m.getParameter<string>('logKey'),
      authority: accessManager,
      anchorer: m.getParameter<string>('anchorer'),
      minSpacing: m.getParameter<number>('minSpacing'),
      maturity: m.getParameter<number>('maturity'),
      predecessor: m.getParameter<string>('predecessor', ZERO_ADDRESS),
      start: m.getParameter('start', NO_START),
    },
  ]);
  const guardian = m.getParameter<string>('guardian');
  const watcher = m.getParameter<string>('watcher');
  const call = (id: string, name: string, args: Parameters<typeof m.call>[2]) =>
    m.call(accessManager, name, args, { id });

  // Every restricted call that is not given away belongs to the administrator.
  const grants = [
    call('freeze_by_guardian', 'setTargetFunctionRole', [
      passportLog,
      [PASSPORT_LOG_SELECTORS.freeze],
      GUARDIAN,
    ]),
    call('confirm_by_watcher', 'setTargetFunctionRole', [
      passportLog,
      [PASSPORT_LOG_SELECTORS.confirm],
      WATCHER,
    ]),
    call('grant_guardian', 'grantRole', [GUARDIAN, guardian, 0]),
    call('grant_watcher', 'grantRole', [WATCHER, watcher, 0]),
    call('grant_admin', 'grantRole', [
      ADMIN,
      m.getParameter<string>('admin'),
      m.getParameter<number>('adminDelay'),
    ]),
  ];
  const renounce = (after: typeof grants) =>
    m.call(accessManager, 'renounceRole', [ADMIN, deployer], { id: 'renounce_deployer', after });
  return { accessManager, passportLog, guardian, watcher, call, grants, renounce };
}
