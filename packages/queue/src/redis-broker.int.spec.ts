import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createQueue } from './create-queue.ts';
import { hasRedis, REDIS_NEEDED, startRedis, type TestRedis } from './testing/start-redis.ts';

describe.skipIf(!hasRedis())(`createRedisBroker (${REDIS_NEEDED})`, () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it('keeps all keys of a queue in one slot of a cluster', async () => {
    const queue = createQueue({ redisUrl: redis.url, onError: () => undefined });
    await queue.producer('seal').wake('row');
    await queue.schedule('seal', 60_000);
    const client = new Redis(redis.url);
    const keys = await client.keys('*');
    expect(keys.length).toBeGreaterThan(2);
    expect(keys.filter((key) => !key.startsWith('{luna:seal}:'))).toEqual([]);
    await client.quit();
    await queue.close();
  });
});
