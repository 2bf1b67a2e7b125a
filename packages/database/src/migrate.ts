import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { ROLE_NAMES, rolePasswords, urlForRole, type RoleName } from './roles.ts';

const FOLDER = new URL('../migrations/', import.meta.url);

/** One pair of `NNNN_name.up.sql` and `.down.sql` as the class TypeORM wants. */
function migrationClass(file: string): new () => MigrationInterface {
  const [, number = '', name = ''] = /^(\d{4})_(\w+)\.up\.sql$/.exec(file) ?? [];
  const run = async (runner: QueryRunner, direction: 'up' | 'down') => {
    const sql = await readFile(new URL(`${number}_${name}.${direction}.sql`, FOLDER), 'utf8');
    // Scripts take on the owners' roles; TypeORM then records the migration as luna_migrate.
    await runner.query(`${sql}\nRESET ROLE;`);
  };
  return class implements MigrationInterface {
    // TypeORM orders migrations by the last 13 characters of the name.
    readonly name = `${name}${number.padStart(13, '0')}`;
    up = (runner: QueryRunner) => run(runner, 'up');
    down = (runner: QueryRunner) => run(runner, 'down');
  };
}

async function dataSource(url: string): Promise<DataSource> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.up.sql')).sort();
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'migration',
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    migrations: files.map(migrationClass),
    installExtensions: false,
  }).initialize();
}

export type MigrateOptions = {
  /** URL of a superuser (or, on a managed server, of the role that may create roles). */
  adminUrl: string;
  /** Passwords given to the login roles; roles are per server, so every database shares them. */
  passwords: Record<RoleName, string>;
};

/** Creates roles, schemas and the DDL guard. Idempotent; event triggers need a superuser. */
async function prepareCluster({ adminUrl, passwords }: MigrateOptions): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    // Only this session: the guard would refuse its own replacement.
    await client.query('SET event_triggers = off; SET transaction_timeout = 0');
    await client.query(await readFile(new URL('cluster.sql', FOLDER), 'utf8'));
    for (const role of ROLE_NAMES) {
      await client.query(`ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(passwords[role])}`);
    }
  } finally {
    await client.end();
  }
}

/**
 * Brings the database at `adminUrl` to the newest schema. Roles and guards as superuser, tables as
 * `luna_migrate`, whose password nobody else needs. Safe to run at every start.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  await prepareCluster(options);
  const source = await dataSource(
    urlForRole(options.adminUrl, 'luna_migrate', options.passwords.luna_migrate),
  );
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

/** Takes every migration back, newest first: the other half of the up–down–up drill. */
export async function revertAll(options: MigrateOptions): Promise<void> {
  const source = await dataSource(
    urlForRole(options.adminUrl, 'luna_migrate', options.passwords.luna_migrate),
  );
  try {
    for (let left = source.migrations.length; left > 0; left -= 1) await source.undoLastMigration();
  } finally {
    await source.destroy();
  }
}

/** Fresh passwords for all login roles, 192 bits each. */
export function newPasswords(): Record<RoleName, string> {
  return rolePasswords.parse(
    Object.fromEntries(ROLE_NAMES.map((role) => [role, randomBytes(24).toString('base64url')])),
  );
}
