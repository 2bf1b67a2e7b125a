import { addTallies, tallyLine } from './src/tally.ts';
import { testContracts } from './src/test-contracts.ts';
import { testWithVitest } from './src/test-vitest.ts';

/**
 * `npm test`: everything; `npm test -- packages/tlog` (any argument of Vitest): only what Vitest
 * finds for it; `npm test -- contracts`: only the contracts.
 */
const args = process.argv.slice(2);
const narrowed = args.length > 0;
const contractsOnly = args[0] === 'contracts';

const tallies = [
  ...(contractsOnly ? [] : [await testWithVitest(args)]),
  ...(narrowed && !contractsOnly ? [] : [await testContracts()]),
];
const sum = addTallies(tallies);
process.stdout.write(`${tallyLine(sum)}\n`);
process.exit(sum.failed === 0 ? 0 : 1);
