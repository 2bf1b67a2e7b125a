import { z } from 'zod';

import { tool } from '../../../ci/src/run.ts';
import type { Figure } from '../figure.ts';

const TEST = 'contracts/test/node/anchor-gas.test.ts';
const seen = z.object({ anchors: z.int(), least: z.int(), median: z.int(), worst: z.int() });

/** Gas of an anchor, as the contract's own test measures it; it prints what it has seen. */
export const anchorGasFigure: Figure = {
  name: 'gas',
  about: 'gas of an anchor between 1.00 and 1.06 million entries, Cancun rules',
  measure: async () => {
    const { output } = await tool('hardhat/dist/src/cli.js', ['test', 'nodejs', TEST], {
      quiet: true,
      env: { HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' },
    });
    const line = /anchor gas: (\{.*\})/.exec(output)?.[1];
    if (line === undefined) throw new Error(`${TEST} did not print its figures:\n${output}`);
    const gas = seen.parse(JSON.parse(line));
    return [
      {
        what: 'anchor transaction, median',
        measured: { value: gas.median, unit: 'gas' },
        must: { of: 'measured', at: 'most', value: 60_000 },
        note: `${gas.anchors} anchors from 1,000,000 to 1,060,000 entries, growing by 1 to 800; least ${gas.least}`,
      },
      {
        what: 'anchor transaction, worst',
        measured: { value: gas.worst, unit: 'gas' },
        must: { of: 'measured', at: 'most', value: 70_000 },
      },
    ];
  },
};
