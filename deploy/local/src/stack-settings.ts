import type { Config } from '@luna/runtime';

import type { Contract } from './chain/contracts.ts';
import type { LogIdentity } from './secrets/log-identity.ts';
import type { Secrets } from './secrets/secrets.ts';

export const DATABASE_NAME = 'luna';
export const DEVELOPMENT_CHAIN = 31_337;

/** Parts that are not the stack's own; used where they are set. */
const PASSED_ON = [
  'SMTP_URL',
  'REDIS_URL',
  'IPFS_API_URL',
  'CLAMD_URL',
  'S3_ENDPOINT',
  'S3_BUCKET',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'S3_REGION',
] as const;

export interface StackFacts {
  config: Config;
  secrets: Secrets;
  log: LogIdentity;
  contract: Contract;
}

export function apiUrl(config: Config): string {
  return `http://${reachable(config.HOST)}:${config.API_PORT}`;
}

export function chainUrl(config: Config): string {
  return `http://127.0.0.1:${config.CHAIN_PORT}`;
}

/** "Every interface" is not an address one can call. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

/** URL of a database role of the embedded server. */
export function roleUrl(config: Config, role: string, password: string): string {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${config.POSTGRES_PORT}/${DATABASE_NAME}`;
}

/**
 * The environment of api, indexer and `luna` on this stack. Kept in `secrets/config.json` too, so
 * that `luna` needs no variables. The migration login is not in it: only `npm start` migrates.
 */
export function stackSettings({ config, secrets, log, contract }: StackFacts) {
  const { postgres } = secrets;
  const settings: Record<string, string> = {
    LUNA_HOME: config.paths.home,
    HOST: config.HOST,
    API_PORT: String(config.API_PORT),
    WEB_PORT: String(config.WEB_PORT),
    POSTGRES_PORT: String(config.POSTGRES_PORT),
    CHAIN_PORT: String(config.CHAIN_PORT),
    PUBLIC_URL: config.PUBLIC_URL,
    DATABASE_URL: roleUrl(config, 'luna_app', postgres.luna_app),
    DATABASE_DIRECT_URL: roleUrl(config, 'luna_app', postgres.luna_app),
    AUTH_DATABASE_URL: roleUrl(config, 'luna_auth', postgres.luna_auth),
    PUBLIC_DATABASE_URL: roleUrl(config, 'luna_public', postgres.luna_public),
    PLATFORM_DATABASE_URL: roleUrl(config, 'luna_platform', postgres.luna_platform),
    MASTER_KEY_HEX: secrets.masterKey,
    INDEXER_DATABASE_URL: roleUrl(config, 'luna_indexer', postgres.luna_indexer),
    AUDIT_DATABASE_URL: roleUrl(config, 'luna_audit', postgres.luna_audit),
    QUEUE_DATABASE_URL: roleUrl(config, 'luna_queue', postgres.luna_queue),
    IPFS_GATEWAYS: config.IPFS_GATEWAYS.join(','),
    RPC_URLS: chainUrl(config),
    CHAIN_ID: String(DEVELOPMENT_CHAIN),
    PASSPORT_LOG: contract.passportLog,
    PASSPORT_LOG_BLOCK: String(contract.block),
    LOG_ORIGIN: log.origin,
    LOG_KEY_FILE: config.paths.logKey,
    ANCHORER_KEY_FILE: config.paths.anchorerKey,
    ANCHOR_INTERVAL: String(config.ANCHOR_INTERVAL),
    LOG_LEVEL: config.LOG_LEVEL,
  };
  for (const name of PASSED_ON) {
    const value = config[name];
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}
