import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { LunaError } from '@luna/runtime';

/** npm names the processor as Go does. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * The platform's own Anvil program. Not the npm wrapper: ending the wrapper orphans the program.
 * @throws LunaError PLATFORM_UNSUPPORTED when npm installed none for this machine.
 */
export function anvilBinary(): string {
  const architecture = ARCHITECTURES[process.arch] ?? process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${architecture}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), 'bin', 'anvil');
  } catch (error) {
    throw new LunaError(
      'PLATFORM_UNSUPPORTED',
      `There is no development chain for ${process.platform}-${process.arch}: the local stack runs on Linux x64`,
      { cause: error },
    );
  }
}
