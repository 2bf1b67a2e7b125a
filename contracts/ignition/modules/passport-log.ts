import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { logWithRoles } from '../roles-of-the-log.ts';

/**
 * A PassportLog alone: the successor of another, with `predecessor` and `start`, under a deployment id of its own. The
 * bridge follows it there.
 */
export default buildModule('PassportLog', (m) => {
  const { accessManager, passportLog, grants, renounce } = logWithRoles(m);
  renounce(grants);
  return { accessManager, passportLog };
});
