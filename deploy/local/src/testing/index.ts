import { inject } from 'vitest';

import { createDatabase } from './create-database.ts';
import type { TestDatabase } from './create-database.ts';
import './global-setup.ts';

export type { TestDatabase } from './create-database.ts';
export { findBinary } from './find-binary.ts';
export { freePort } from '../process/free-port.ts';
export { startAnvil } from './start-test-anvil.ts';
export type { TestAnvil } from './start-test-anvil.ts';

/**
 * A fresh database for one test file or test; drop it in `afterAll`. Works in `.int.spec.ts` files
 * alone, whose project starts the cluster.
 */
export function createTestDatabase(options?: { migrated?: boolean }): Promise<TestDatabase> {
  return createDatabase(inject('postgres'), options);
}
