import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';

import { LunaError } from '@luna/runtime';

import { writePidFile } from './pid-file.ts';

const LARGE_LOG = 16 * 1024 * 1024;

export interface ChildOptions {
  /** Shown to people: `postgres`, `chain`, `api`, `indexer`. */
  name: string;
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  logFile: string;
  /** Where to remember the process, so that a start after `kill -9` can end it. */
  pidFile?: string;
  /** The signal that asks for an orderly end; SIGTERM by default. */
  stopSignal?: NodeJS.Signals;
  /** How long the orderly end may take before SIGKILL. */
  stopTimeoutMs?: number;
}

/** A running process that we started and will end. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves with one line that says how it ended; never rejects. */
  readonly exited: Promise<string>;
  readonly logFile: string;
  running(): boolean;
  /** The last lines of its log. */
  tail(lines?: number): string;
  /** Ends it and waits; harmless when it has ended already. */
  stop(): Promise<void>;
}

/**
 * Starts a process in a session of its own, output appended to `logFile`. Detached, because the
 * terminal's Ctrl-C goes to the whole foreground group: children must end in our order, not at once.
 * @throws LunaError CHILD_NOT_STARTED when the program cannot be run at all.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  setAsideWhenLarge(options.logFile);
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd ?? process.cwd(),
    env: options.env ?? process.env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = exitOf(child);
  const pid = await pidOf(child, options.name);
  if (options.pidFile !== undefined) writePidFile(options.pidFile, pid);
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    name: options.name,
    pid,
    exited,
    logFile: options.logFile,
    running,
    tail: (lines = 20) => tailOf(options.logFile, lines),
    stop: async () => {
      if (running()) child.kill(options.stopSignal ?? 'SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), options.stopTimeoutMs ?? 10_000);
      await exited;
      clearTimeout(timer);
      if (options.pidFile !== undefined) rmSync(options.pidFile, { force: true });
    },
  };
}

/** Keeps at most one log of before: enough to look back, and the disk does not fill up. */
function setAsideWhenLarge(file: string): void {
  if (existsSync(file) && statSync(file).size > LARGE_LOG) renameSync(file, `${file}.1`);
}

async function pidOf(child: ChildProcess, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => {
      if (child.pid !== undefined) resolve(child.pid);
    });
    child.once('error', (error) => {
      reject(new LunaError('CHILD_NOT_STARTED', `${name} cannot be run: ${error.message}`));
    });
  });
}

async function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `ended with code ${code ?? 0}` : `was ended by ${signal}`),
    );
    child.once('error', (error) => resolve(`did not start: ${error.message}`));
  });
}

function tailOf(file: string, lines: number): string {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
