import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { z } from 'zod';

import { processStart } from './process-start.ts';

const pidFileSchema = z.object({ pid: z.number().int().positive(), start: z.string() });

/** Remembers a living process by pid and start. */
export function writePidFile(file: string, pid: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ pid, start: processStart(pid) ?? '' }), { mode: 0o600 });
}

/** The pid of a file if that very process still lives; a torn or foreign file names nobody. */
export function livingPid(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  const parsed = pidFileSchema.safeParse(content);
  if (!parsed.success) return undefined;
  const { pid, start } = parsed.data;
  return processStart(pid) === start ? pid : undefined;
}
