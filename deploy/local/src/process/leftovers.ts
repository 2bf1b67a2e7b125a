import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { LunaError } from '@luna/runtime';

import { livingPid, writePidFile } from './pid-file.ts';
import { processStart } from './process-start.ts';

/** The children of a stack in the order in which they end: whoever uses another ends before it. */
export const STOP_ORDER = ['indexer', 'api', 'chain', 'postgres'] as const;
export type ChildName = (typeof STOP_ORDER)[number];

const ORDERLY_MS = 10_000;

/** Pid file of a child, or of the stack itself. */
export function pidFile(runFolder: string, name: ChildName | 'stack'): string {
  return join(runFolder, `${name}.pid`);
}

/**
 * Makes this process the only stack of its folder.
 * @throws LunaError ALREADY_RUNNING naming the process that is.
 */
export function claimStack(runFolder: string): () => void {
  mkdirSync(runFolder, { recursive: true, mode: 0o700 });
  const file = pidFile(runFolder, 'stack');
  const other = livingPid(file);
  if (other !== undefined && other !== process.pid) {
    throw new LunaError(
      'ALREADY_RUNNING',
      `Another stack (process ${other}) runs in this folder; stop it, or set LUNA_HOME to another folder`,
    );
  }
  writePidFile(file, process.pid);
  return () => rmSync(file, { force: true });
}

/** Ends what a stack that was killed left running here, in order; returns the names it ended. */
export async function endLeftovers(runFolder: string): Promise<ChildName[]> {
  const ended: ChildName[] = [];
  for (const name of STOP_ORDER) {
    const file = pidFile(runFolder, name);
    const pid = livingPid(file);
    if (pid !== undefined) {
      await end(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
      ended.push(name);
    }
    rmSync(file, { force: true });
  }
  return ended;
}

async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  const start = processStart(pid);
  const lives = () => processStart(pid) === start;
  process.kill(pid, signal);
  const deadline = Date.now() + ORDERLY_MS;
  while (lives() && Date.now() < deadline) await sleep(50);
  if (lives()) process.kill(pid, 'SIGKILL');
  while (lives()) await sleep(50);
}
