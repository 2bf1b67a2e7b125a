import { Registry, collectDefaultMetrics } from 'prom-client';

export type Metrics = Registry;

/**
 * A registry of one process. Give it to whoever counts (`new Counter({ …, registers: [registry] })`);
 * nothing in this house uses prom-client's global registry, so that tests do not share counters.
 */
export function createMetrics(service: string, options: { defaults?: boolean } = {}): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (options.defaults ?? true) collectDefaultMetrics({ register: registry });
  return registry;
}
