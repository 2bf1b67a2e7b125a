import { contentConfig, createContentStore } from '@luna/content';
import { connect } from '@luna/database';
import { jsonRpcReader } from '@luna/evidence';
import type { JobQueue } from '@luna/queue';
import { createMetrics, required, systemClock, type Config, type Logger } from '@luna/runtime';
import {
  chainCheck,
  databaseCheck,
  ipfsCheck,
  logCheck,
  storageCheck,
} from './modules/health/health.public.ts';
import type { ApiParts } from './parts.ts';
import { readBootstrapKey } from './read-bootstrap-key.ts';
import { readTrust } from './read-trust.ts';

/** Connects to everything the api needs, as the configuration says. */
export async function openParts(
  config: Config,
  logger: Logger,
  queue: JobQueue,
): Promise<ApiParts & { close(): Promise<void> }> {
  const bootstrapKey = readBootstrapKey(config.paths.key);
  const trust = readTrust(config.paths.trust);
  const content = await createContentStore(contentConfig(config));
  const database = await connect({
    url: required(config, 'DATABASE_URL'),
    applicationName: 'luna-api',
  });
  const queueHealth = () => queue.health();
  const checks = [
    databaseCheck(database),
    logCheck(database),
    storageCheck(config.paths.home),
    { name: 'queue', check: queueHealth },
    ipfsCheck(content),
    chainCheck(jsonRpcReader(config.RPC_URLS ?? [], fetch, { timeout: 1500 }), config),
    ...(queue.backend === 'redis' ? [{ name: 'redis', check: queueHealth }] : []),
  ];
  return {
    config,
    database,
    content,
    bootstrapKey,
    trust,
    clock: systemClock,
    logger,
    metrics: createMetrics('api'),
    checks,
    close: async () => {
      await database.close();
      await content.close();
    },
  };
}
