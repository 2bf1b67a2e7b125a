import { contentConfig, createContentStore } from '@luna/content';
import { connect } from '@luna/database';
import { jsonRpcReader } from '@luna/evidence';
import type { JobQueue } from '@luna/queue';
import { createMetrics, required, systemClock, type Config, type Logger } from '@luna/runtime';
import { scannerCheck } from './modules/documents/documents.public.ts';
import {
  chainCheck,
  databaseCheck,
  ipfsCheck,
  logCheck,
  storageCheck,
} from './modules/health/health.public.ts';
import { deriveSecret } from './modules/vault/vault.public.ts';
import type { ApiParts } from './parts.ts';
import { readTrust } from './read-trust.ts';

type DatabaseUrl =
  'DATABASE_URL' | 'AUTH_DATABASE_URL' | 'PUBLIC_DATABASE_URL' | 'PLATFORM_DATABASE_URL';

/** Connects to everything the api needs, as the configuration says. */
export async function openParts(
  config: Config,
  logger: Logger,
  queue: JobQueue,
): Promise<ApiParts & { close(): Promise<void> }> {
  const trust = readTrust(config.paths.trust);
  const content = await createContentStore(contentConfig(config));
  const open = (name: DatabaseUrl, poolSize: number) =>
    connect({ url: required(config, name), poolSize, applicationName: 'luna-api' });
  const database = await open('DATABASE_URL', config.DATABASE_POOL_SIZE);
  const authDatabase = await open('AUTH_DATABASE_URL', 4);
  const publicDatabase = await open('PUBLIC_DATABASE_URL', 8);
  const platformDatabase = await open('PLATFORM_DATABASE_URL', 2);
  const queueHealth = () => queue.health();
  const checks = [
    databaseCheck(database),
    logCheck(database),
    storageCheck(config.paths.home),
    { name: 'queue', check: queueHealth },
    ipfsCheck(content),
    chainCheck(jsonRpcReader(config.RPC_URLS ?? [], fetch, { timeout: 1500 }), config),
    ...(config.CLAMD_URL === undefined ? [] : [scannerCheck(config.CLAMD_URL)]),
    ...(queue.backend === 'redis' ? [{ name: 'redis', check: queueHealth }] : []),
  ];
  return {
    config,
    database,
    authDatabase,
    publicDatabase,
    platformDatabase,
    content,
    queue,
    requestSecret: deriveSecret(config, 'request/1').toString('hex'),
    trust,
    clock: systemClock,
    logger,
    metrics: createMetrics('api'),
    checks,
    close: async () => {
      const pools = [database, authDatabase, publicDatabase, platformDatabase];
      await Promise.all(pools.map((pool) => pool.close()));
      await content.close();
    },
  };
}
