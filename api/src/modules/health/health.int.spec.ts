import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HealthCheck, HealthResult } from '@luna/runtime';
import { refusalOf } from '../../testing/bodies.ts';
import { createLogKeeper } from '../../testing/seal-log.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('/health', () => {
  let api: TestApi;
  const results: Record<string, HealthResult> = {};
  const switchable = (name: string): HealthCheck => ({
    name,
    check: () => Promise.resolve(results[name] ?? { status: 'up' }),
  });
  beforeAll(async () => {
    api = await startTestApi({ checks: ['queue', 'chain', 'storage'].map(switchable) });
  });
  afterAll(() => api.close());

  const health = (name = '') => api.send({ url: `/health${name}`, key: false });

  it('is 503 until the log has started, and says why', async () => {
    expect(await health()).toMatchObject({
      status: 503,
      body: { status: 'down', checks: { log: { message: 'the log has not started' } } },
    });
    expect(await health('/db')).toMatchObject({
      status: 200,
      body: { checks: { db: { status: 'up' } } },
    });
    expect(await health('/log')).toMatchObject({ status: 503 });
  });

  it('is 200 once all that is needed is up', async () => {
    const keeper = await createLogKeeper(api.test, api.content);
    await keeper.seal();
    await keeper.close();
    expect(await health()).toMatchObject({ status: 200, body: { status: 'up' } });
  });

  it('is 503 without queue or chain, and worse but 200 without room on the disk', async () => {
    for (const name of ['queue', 'chain']) {
      results[name] = { status: 'down', message: 'gone' };
      expect(await health()).toMatchObject({ status: 503, body: { status: 'down' } });
      expect(await health(`/${name}`)).toMatchObject({ status: 503 });
      results[name] = { status: 'up' };
    }
    results['storage'] = { status: 'down', message: 'the disk is full' };
    expect(await health()).toMatchObject({ status: 200, body: { status: 'down' } });
    expect(await health('/storage')).toMatchObject({ status: 503 });
  });

  it('says when a guard of the ledger is missing', async () => {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: api.test.adminUrl });
    await client.connect();
    await client.query('ALTER EVENT TRIGGER luna_refuse_ddl DISABLE');
    await client.end();
    expect(await health('/db')).toMatchObject({
      status: 200,
      body: {
        checks: {
          db: { status: 'degraded', message: expect.stringContaining('guard missing') as unknown },
        },
      },
    });
  });

  it('knows no other checks', async () => {
    expect(refusalOf(await health('/nonsense'))).toEqual([404, 'NOT_FOUND']);
  });

  it('tells Prometheus of requests by route, not by address', async () => {
    await api.send({ url: '/api/v1/passports/DP-MED-2601-PF-CN-000001-0A' });
    const answer = await api.send({ url: '/metrics', key: false });
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.raw.toString()).toContain('route="/api/v1/passports/:id",status="404"');
    expect(answer.raw.toString()).not.toContain('000001-0A');
  });
});
