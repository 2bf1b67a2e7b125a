import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

export type LunaRun = { code: number | null; out: string; err: string };

/**
 * `luna` as a user runs it: a process of its own that knows nothing but `env`. It is killed once its
 * standard error matches `killAt`.
 */
export function runLuna(
  args: readonly string[],
  env: Record<string, string>,
  killAt?: RegExp,
): Promise<LunaRun> {
  return new Promise((resolve, reject) => {
    const loader = ['--import', '@oxc-node/core/register'];
    const child = spawn(process.execPath, [...loader, MAIN, ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
      if (killAt?.test(err)) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out, err });
    });
  });
}
