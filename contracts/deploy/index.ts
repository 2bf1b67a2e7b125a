export { deployPassportLog } from './deploy-passport-log.ts';
export type { DeployOptions } from './deploy-passport-log.ts';
export { readDeployment } from './deployment.ts';
export type { Deployment } from './deployment.ts';
export type { PassportLogParameters } from './parameters.ts';
export { ADMIN, GUARDIAN, WATCHER } from './roles.ts';
