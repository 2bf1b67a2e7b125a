import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { buildOnce } from './build-cache.ts';
import { precompress } from './precompress.ts';

export interface WebBuild {
  /** The folder to serve. */
  dist: string;
  built: boolean;
}

/** Builds the web app for production, cached by its sources; undefined while there is none. */
export async function buildWeb(root: string): Promise<WebBuild | undefined> {
  const web = join(root, 'web');
  const dist = join(web, 'dist');
  if (!existsSync(join(web, 'index.html'))) return undefined;
  const built = await buildOnce(root, dist, ['web', 'packages'], async () => {
    const { build } = await import('vite');
    await build({ root: web, logLevel: 'error' });
    await precompress(dist);
  });
  return { dist, built };
}
