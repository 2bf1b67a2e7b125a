import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { tool } from './run.ts';
import { settle } from './tally.ts';
import type { Tally } from './tally.ts';

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/** Runs Vitest (all projects) and counts from its JSON report; `args` narrow what is run. */
export async function testWithVitest(args: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'luna-vitest-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await tool('vitest/vitest.mjs', ['run', ...reporters, ...args]);
  try {
    const report = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    // A file that cannot even be loaded has no failed test, only a failed suite.
    const failed = report.numFailedTests > 0 ? report.numFailedTests : report.numFailedTestSuites;
    const skipped = report.numPendingTests + report.numTodoTests;
    return settle({ passed: report.numPassedTests, failed, skipped }, code);
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
