import { randomBytes } from 'node:crypto';

import { migrate, ROLE_NAMES } from '@luna/database';
import pg from 'pg';

import { clusterUrl } from './test-cluster.ts';
import type { TestCluster } from './test-cluster.ts';

export interface TestDatabase {
  name: string;
  /** Superuser. */
  adminUrl: string;
  appUrl: string;
  authUrl: string;
  publicUrl: string;
  platformUrl: string;
  indexerUrl: string;
  migrateUrl: string;
  auditUrl: string;
  keysUrl: string;
  queueUrl: string;
  /** Ends its connections and removes it. */
  drop(): Promise<void>;
}

const TEMPLATE = 'luna_template';
/** Advisory lock of the database `postgres`, so that two workers do not migrate at once. */
const TEMPLATE_LOCK = 20_260_101;

/**
 * A fresh, empty, migrated database of this cluster, cloned from a template that the first caller
 * migrates. `migrated: false` gives one without any table.
 */
export async function createDatabase(
  cluster: TestCluster,
  { migrated = true }: { migrated?: boolean } = {},
): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(cluster, async (client) => {
    if (migrated) await ensureTemplate(cluster, client);
    const template = migrated ? TEMPLATE : 'template0';
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    // A clone does not inherit the template's own access list.
    if (migrated) {
      await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
      await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${ROLE_NAMES.join(', ')}`);
    }
  });
  const { passwords, adminPassword } = cluster;
  const url = (role: string, password: string) => clusterUrl(cluster, role, password, name);
  return {
    name,
    adminUrl: url('postgres', adminPassword),
    appUrl: url('luna_app', passwords.luna_app),
    authUrl: url('luna_auth', passwords.luna_auth),
    publicUrl: url('luna_public', passwords.luna_public),
    platformUrl: url('luna_platform', passwords.luna_platform),
    indexerUrl: url('luna_indexer', passwords.luna_indexer),
    migrateUrl: url('luna_migrate', passwords.luna_migrate),
    auditUrl: url('luna_audit', passwords.luna_audit),
    keysUrl: url('luna_keys', passwords.luna_keys),
    queueUrl: url('luna_queue', passwords.luna_queue),
    drop: () =>
      asAdmin(cluster, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** Renamed only when complete: a failed migration leaves no template that later tests would trust. */
async function ensureTemplate(cluster: TestCluster, client: pg.Client): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE]);
    if (found.rowCount === 1) return;
    const draft = `${TEMPLATE}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft} TEMPLATE template0`);
    await migrate({
      adminUrl: clusterUrl(cluster, 'postgres', cluster.adminPassword, draft),
      passwords: cluster.passwords,
    });
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${TEMPLATE}`);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function asAdmin<T>(cluster: TestCluster, body: (client: pg.Client) => Promise<T>) {
  const connectionString = clusterUrl(cluster, 'postgres', cluster.adminPassword, 'postgres');
  const client = new pg.Client({ connectionString, application_name: 'luna-testing' });
  await client.connect();
  try {
    await client.query('SET transaction_timeout = 0');
    return await body(client);
  } finally {
    await client.end();
  }
}
