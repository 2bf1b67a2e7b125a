import { describe, expect, it } from 'vitest';

import { runHealthChecks } from './health.ts';
import type { HealthCheck, HealthStatus } from './health.ts';

const check = (name: string, status: HealthStatus): HealthCheck => ({
  name,
  check: () => Promise.resolve({ status }),
});

describe('runHealthChecks', () => {
  it('is up when nothing is wrong', async () => {
    expect(await runHealthChecks([])).toEqual({ status: 'up', checks: {} });
    expect((await runHealthChecks([check('a', 'up')])).status).toBe('up');
  });

  it('is as bad as its worst check', async () => {
    const report = await runHealthChecks([check('a', 'up'), check('b', 'degraded')]);
    expect(report).toEqual({
      status: 'degraded',
      checks: { a: { status: 'up' }, b: { status: 'degraded' } },
    });
    expect((await runHealthChecks([check('a', 'degraded'), check('b', 'down')])).status).toBe(
      'down',
    );
  });

  it('error: a check that throws or hangs is down, and the others are still reported', async () => {
    const report = await runHealthChecks(
      [
        { name: 'throws', check: () => Promise.reject(new Error('no route')) },
        { name: 'hangs', check: () => new Promise(() => undefined) },
        check('fine', 'up'),
      ],
      20,
    );
    expect(report).toEqual({
      status: 'down',
      checks: {
        throws: { status: 'down', message: 'no route' },
        hangs: { status: 'down', message: 'no answer within 20 ms' },
        fine: { status: 'up' },
      },
    });
  });
});
