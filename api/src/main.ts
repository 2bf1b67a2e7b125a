import { createQueue } from '@luna/queue';
import { createLogger, loadConfig, LunaError } from '@luna/runtime';
import { createApi } from './create-api.ts';
import { ensureAdmin, ensureKey, Operator } from './modules/auth/auth.public.ts';
import { openParts } from './open-parts.ts';
import { startWorker } from './worker/start-worker.ts';

const config = loadConfig();
const logger = createLogger({ name: 'api', level: config.LOG_LEVEL });
/** `api`, `worker`, or both in one process when nothing is said. */
const role = process.argv[2];

async function main(): Promise<void> {
  const queue = createQueue({
    redisUrl: config.REDIS_URL,
    databaseUrl: config.QUEUE_DATABASE_URL,
    onError: (error) => logger.warn({ err: error }, 'queue'),
  });
  const parts = await openParts(config, logger, queue);
  const { organizationId, actorId } = await new Operator(parts.database).caller();
  const seeding = { ...parts, now: parts.clock.now() };
  await ensureKey(seeding, { organizationId, actorId });
  await ensureAdmin(seeding, organizationId);
  if (role !== 'api') {
    await startWorker({ ...parts, queue });
  }
  const app = role === 'worker' ? undefined : await createApi(parts);
  await app?.listen(config.API_PORT, config.HOST);
  logger.info({ role: role ?? 'api and worker', url: await app?.getUrl() }, 'ready');

  const stop = () => {
    void (async () => {
      await app?.close();
      await queue.close();
      await parts.close();
      process.exit(0);
    })();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  if (error instanceof LunaError) logger.fatal({ code: error.code }, error.message);
  else logger.fatal({ err: error }, 'the api could not start');
  process.exit(1);
});
