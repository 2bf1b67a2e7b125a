import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { LunaError } from '@luna/runtime';

import { sourceStamp } from './source-stamp.ts';

/** What changes every build: versions of what is bundled, and this builder. */
const EVERYWHERE = ['package-lock.json', 'tsconfig.json', 'deploy/local/src/build'];

/**
 * Builds into `dist` unless what lies there was built from exactly these sources. The stamp is
 * written last: an interrupted build is built again.
 * @returns whether it had to build
 * @throws LunaError BUILD_FAILED with what the bundler says
 */
export async function buildOnce(
  root: string,
  dist: string,
  sources: readonly string[],
  build: () => Promise<void>,
): Promise<boolean> {
  const stampFile = join(dist, '.source-stamp');
  const stamp = sourceStamp(root, [...EVERYWHERE, ...sources]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  try {
    await build();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LunaError('BUILD_FAILED', `${dist} could not be built. ${why}`, { cause });
  }
  writeFileSync(stampFile, stamp);
  return true;
}
