export { deployPassportLog } from './deploy-passport-log.ts';
export type { DeployOptions } from './deploy-passport-log.ts';
export { readDeployment } from './deployment.ts';
export type { Deployment } from './deployment.ts';
export type { PassportLogParameters } from './parameters.ts';
export { readRoles, RESTRICTED_CALLS } from './read-roles.ts';
export type { Roles } from './read-roles.ts';
export { ADMIN, GUARDIAN, PAUSER, WATCHER } from './roles.ts';
