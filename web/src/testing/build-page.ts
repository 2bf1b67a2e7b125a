import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const VITE = fileURLToPath(new URL('./bin/vite.js', import.meta.resolve('vite/package.json')));

/**
 * The production build of the page in a folder of its own, so that tests leave `dist` alone. In a
 * process of its own, because the test runner's NODE_ENV would bring React's development build.
 */
export async function buildPage(): Promise<{ dist: URL; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'luna-page-'));
  await promisify(execFile)(
    process.execPath,
    [VITE, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
    {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  return {
    dist: pathToFileURL(`${folder}/`),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
