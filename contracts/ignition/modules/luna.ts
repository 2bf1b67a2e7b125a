import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { POINTS_BRIDGE_SELECTORS } from '@luna/contracts-abi';
import { PAUSER } from '../../deploy/roles.ts';
import { logWithRoles } from '../roles-of-the-log.ts';

/** Points claimed in any 24 hours at most, unless the parameters say otherwise. */
const DEFAULT_LIMIT = 100_000;

/**
 * Everything a new house needs: the log, the bridge on it, the token that the bridge deploys, and one AccessManager whose
 * roles are handed out before the deployer gives up its own.
 */
export default buildModule('Luna', (m) => {
  const { accessManager, passportLog, guardian, watcher, call, grants, renounce } = logWithRoles(m);
  const pointsBridge = m.contract('PointsBridge', [
    accessManager,
    passportLog,
    m.getParameter<number>('limit', DEFAULT_LIMIT),
  ]);
  const nbToken = m.contractAt('NBToken', m.staticCall(pointsBridge, 'token'));

  // A call has one role, and two roles pause: therefore a third, which both hold.
  renounce([
    ...grants,
    call('pause_by_pauser', 'setTargetFunctionRole', [
      pointsBridge,
      [POINTS_BRIDGE_SELECTORS.pause],
      PAUSER,
    ]),
    call('grant_pauser_to_guardian', 'grantRole', [PAUSER, guardian, 0]),
    call('grant_pauser_to_watcher', 'grantRole', [PAUSER, watcher, 0]),
  ]);
  return { accessManager, passportLog, pointsBridge, nbToken };
});
