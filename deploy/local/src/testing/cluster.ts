export { createDatabase, type TestDatabase } from './create-database.ts';
export { startTestCluster, type RunningTestCluster } from './start-test-cluster.ts';
