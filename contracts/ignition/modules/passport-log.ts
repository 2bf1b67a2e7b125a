import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { PASSPORT_LOG_SELECTORS } from '@luna/contracts-abi';
import { ADMIN, GUARDIAN, WATCHER } from '../../deploy/roles.ts';

const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
const NO_START = { index: 0, size: 0, root: `0x${'0'.repeat(64)}`, time: 0 };

/**
 * A PassportLog and the AccessManager that guards its rare calls. The deployer administers the manager only while it
 * hands the roles out; the last call takes that away from it. A successor is the same module with `predecessor` and
 * `start`, under a deployment id of its own.
 */
export default buildModule('PassportLog', (m) => {
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

  // Every restricted call that is not given away here belongs to the administrator.
  const grants = [
    m.call(
      accessManager,
      'setTargetFunctionRole',
      [passportLog, [PASSPORT_LOG_SELECTORS.freeze], GUARDIAN],
      { id: 'freeze_by_guardian' },
    ),
    m.call(
      accessManager,
      'setTargetFunctionRole',
      [passportLog, [PASSPORT_LOG_SELECTORS.confirm], WATCHER],
      { id: 'confirm_by_watcher' },
    ),
    m.call(accessManager, 'grantRole', [GUARDIAN, m.getParameter<string>('guardian'), 0], {
      id: 'grant_guardian',
    }),
    m.call(accessManager, 'grantRole', [WATCHER, m.getParameter<string>('watcher'), 0], {
      id: 'grant_watcher',
    }),
    m.call(
      accessManager,
      'grantRole',
      [ADMIN, m.getParameter<string>('admin'), m.getParameter<number>('adminDelay')],
      { id: 'grant_admin' },
    ),
  ];
  m.call(accessManager, 'renounceRole', [ADMIN, deployer], {
    id: 'renounce_deployer',
    after: grants,
  });
  return { accessManager, passportLog };
});
