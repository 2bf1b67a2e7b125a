import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Outcome {
  code: number;
  /** Standard output and error as they came, without colours. */
  output: string;
}

/**
 * Runs a program of this project in its root, its output shown as it comes (`quiet`: kept back).
 * `node` means this very Node with the TypeScript loader.
 */
export async function run(
  command: string,
  args: readonly string[],
  { quiet = false, env = {} }: { quiet?: boolean; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
    output += chunk.toString('utf8');
    if (!quiet) stream.write(chunk);
  };
  child.stdout.on('data', take(process.stdout));
  child.stderr.on('data', take(process.stderr));
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(127);
    });
    child.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
  return { code, output: withoutColours(output) };
}

/** A program that npm installed, run under this Node. */
export function tool(path: string, args: readonly string[], options?: Parameters<typeof run>[2]) {
  return run(process.execPath, [`node_modules/${path}`, ...args], options);
}

/** One of our TypeScript files, run under this Node. */
export function script(file: string, args: readonly string[], options?: Parameters<typeof run>[2]) {
  const loader = import.meta.resolve('@oxc-node/core/register');
  return run(process.execPath, ['--import', loader, file, ...args], options);
}

function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what we look for
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
