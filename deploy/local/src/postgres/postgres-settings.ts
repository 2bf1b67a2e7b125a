/**
 * Server settings that the ledger relies on (docs/architecture.md). Any open writing transaction
 * holds the sealer's cursor back, hence the short limits; prepared ones would hold it for ever.
 */
export const POSTGRES_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
  max_locks_per_transaction: '256',
  max_prepared_transactions: '0',
  transaction_timeout: '30s',
  idle_in_transaction_session_timeout: '5s',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '256MB',
  wal_compression: 'on',
  max_wal_size: '2GB',
  shared_preload_libraries: 'pg_stat_statements',
};

/** The settings as `postgres -c name=value …`. */
export function settingsArguments(overrides: Readonly<Record<string, string>>): string[] {
  return Object.entries({ ...POSTGRES_SETTINGS, ...overrides }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}
