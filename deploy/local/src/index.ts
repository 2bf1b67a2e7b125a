export { startAnvil } from './chain/anvil.ts';
export type { Anvil, AnvilOptions } from './chain/anvil.ts';
export { freePort } from './process/free-port.ts';
export { startPostgres } from './postgres/postgres.ts';
export type { Postgres, PostgresOptions } from './postgres/postgres.ts';
export { createDatabase } from './testing/create-database.ts';
export { startTestCluster } from './testing/start-test-cluster.ts';
