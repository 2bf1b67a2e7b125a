import { tool } from './run.ts';
import { settle } from './tally.ts';
import type { Tally } from './tally.ts';

/** Runs Hardhat's Solidity and Node tests and counts from its summary. */
export async function testContracts(): Promise<Tally> {
  const { code, output } = await tool('hardhat/dist/src/cli.js', ['test'], {
    env: { HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' },
  });
  return settle(countHardhat(output), code);
}

/** Reads the summary over both kinds of tests: `65 passing (64 solidity, 1 nodejs)` and its like. */
export function countHardhat(output: string): Tally {
  const count = (word: string) =>
    Number(new RegExp(`^(\\d+) ${word} \\(\\d+ .+\\)$`, 'm').exec(output)?.[1] ?? 0);
  return { passed: count('passing'), failed: count('failing'), skipped: count('skipped') };
}
