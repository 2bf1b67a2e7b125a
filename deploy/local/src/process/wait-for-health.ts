import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { LunaError } from '@luna/runtime';

import type { Child } from './child.ts';

/** Waits until `url` answers 200. @throws LunaError CHILD_ENDED or NOT_READY with the log's last lines. */
export function waitForHealth(child: Child, url: string, timeoutMs = 60_000): Promise<void> {
  return waitUntil(child, timeoutMs, async () => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      return response.ok;
    } catch {
      return false;
    }
  });
}

/** Waits until the file that the child writes when it is ready exists. */
export function waitForFile(child: Child, file: string, timeoutMs = 60_000): Promise<void> {
  return waitUntil(child, timeoutMs, () => Promise.resolve(existsSync(file)));
}

async function waitUntil(child: Child, timeoutMs: number, ready: () => Promise<boolean>) {
  const deadline = Date.now() + timeoutMs;
  while (!(await ready())) {
    if (!child.running()) throw childEnded(child, await child.exited);
    if (Date.now() > deadline) {
      throw new LunaError(
        'NOT_READY',
        `${child.name} is not ready after ${timeoutMs / 1000} s. ${lastLines(child)}`,
      );
    }
    await sleep(100);
  }
}

/** A child that ended although nobody asked it to. */
export function childEnded(child: Child, how: string): LunaError {
  return new LunaError('CHILD_ENDED', `${child.name} ${how}. ${lastLines(child)}`);
}

function lastLines(child: Child): string {
  return `The last lines of ${child.logFile}:\n${child.tail()}`;
}
