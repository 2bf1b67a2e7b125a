import { Counter } from 'prom-client';
import { describe, expect, it } from 'vitest';

import { createMetrics } from './metrics.ts';

describe('createMetrics', () => {
  it('is a registry of its own that labels everything with the service', async () => {
    const [api, other] = [createMetrics('api', { defaults: false }), createMetrics('other')];
    new Counter({ name: 'things_total', help: 'things', registers: [api] }).inc();
    expect(await api.metrics()).toContain('things_total{service="api"} 1');
    expect(await other.metrics()).not.toContain('things_total');
    expect(await other.metrics()).toContain('process_resident_memory_bytes{service="other"}');
  });
});
