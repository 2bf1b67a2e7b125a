import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../process/free-port.ts';
import { repository } from './stub-root.ts';

export interface StackRun {
  /** Standard output and error so far. */
  output(): string;
  pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with the exit code, or the signal that ended it. */
  ended: Promise<number | string>;
  /** Waits until the output matches, or fails with the output when it has ended or takes too long. */
  until(pattern: RegExp): Promise<void>;
}

export interface StackPorts {
  API_PORT: string;
  WEB_PORT: string;
  POSTGRES_PORT: string;
  CHAIN_PORT: string;
}

export async function freePorts(): Promise<StackPorts> {
  const ports = [];
  for (let n = 0; n < 4; n += 1) ports.push(String(await freePort()));
  const [api = '', web = '', postgres = '', chain = ''] = ports;
  return { API_PORT: api, WEB_PORT: web, POSTGRES_PORT: postgres, CHAIN_PORT: chain };
}

/** Runs `npm start` of a stub root as a process of its own. */
export function runStack(root: string, env: Record<string, string>): StackRun {
  const loader = import.meta.resolve('@oxc-node/core/register');
  const main = `${repository}deploy/local/src/testing/start-with-stubs.ts`;
  const child = spawn(process.execPath, ['--import', loader, main, root], {
    cwd: repository,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString('utf8');
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  let over = false;
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const until = async (pattern: RegExp) => {
    const deadline = Date.now() + 60_000;
    while (!pattern.test(output)) {
      if (over || Date.now() > deadline) throw new Error(`no ${pattern} in:\n${output}`);
      await sleep(50);
    }
  };
  return {
    output: () => output,
    pid: child.pid ?? 0,
    kill: (signal) => child.kill(signal),
    ended,
    until,
  };
}
