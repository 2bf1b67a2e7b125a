import { generateContractsAbi, staleContractsAbi } from './index.ts';

/** `node --import @oxc-node/core/register contracts/generate/main.ts [--check]` */
const check = process.argv.includes('--check');
const files = check ? await staleContractsAbi() : await generateContractsAbi();
for (const file of files) process.stdout.write(`${check ? 'stale' : 'wrote'} ${file}\n`);
if (check && files.length > 0) process.exitCode = 1;
