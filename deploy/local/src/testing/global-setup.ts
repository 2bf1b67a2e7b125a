import type { TestProject } from 'vitest/node';

import { startTestCluster } from './start-test-cluster.ts';
import { testClusterSchema } from './test-cluster.ts';
import type { TestCluster } from './test-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestCluster;
  }
}

/** One PostgreSQL for the whole run; every test that needs a database clones one from its template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide('postgres', testClusterSchema.parse(cluster));
  return () => cluster.stop();
}
