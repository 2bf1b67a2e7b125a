export { chainCheck, databaseCheck, ipfsCheck, logCheck, storageCheck } from './health-checks.ts';
export { HealthModule } from './health.module.ts';
