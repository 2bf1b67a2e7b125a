import { parseArgs } from 'node:util';

import { NotMeasurable, type Bench } from './src/figure.ts';
import { FIGURES } from './src/figures/index.ts';
import { machine } from './src/report/machine.ts';
import { isMet, type Row } from './src/report/row.ts';
import { table } from './src/report/table.ts';
import { fillLargeLog } from './src/stand/large-log.ts';
import { createStands } from './src/stand/stands.ts';

/**
 * `npm run bench [-- name …] [--quick] [--json] [--seed N]`: measures the project's figures and
 * prints them as a table. Ends with 1 when a figure is missed or could not be measured.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '20261120' },
  },
});
const seed = Number(values.seed);
const unknown = positionals.filter((name) => FIGURES.every((figure) => figure.name !== name));
if (unknown.length > 0 || !Number.isSafeInteger(seed)) {
  const names = FIGURES.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n');
  process.stderr.write(
    `usage: npm run bench [-- name …] [--quick] [--json] [--seed N]\n${names}\n`,
  );
  process.exit(2);
}

const say = (text: string) => process.stderr.write(`  ${text}\n`);
const stands = createStands();
const tools = { quick: values.quick, seed, say, stands };
let filling: ReturnType<Bench['largeLog']> | undefined;
const bench: Bench = { ...tools, largeLog: () => (filling ??= fillLargeLog(tools)) };
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stands.stop().then(() => process.exit(130)));
}

const before = machine();
const rows: Row[] = [];
const missing: string[] = [];
let server: string | undefined;
try {
  for (const { name, about, measure } of FIGURES) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    process.stderr.write(`${name}: ${about}\n`);
    try {
      rows.push(...(await measure(bench)));
    } catch (error) {
      if (!(error instanceof NotMeasurable)) throw error;
      missing.push(`${name}: ${error.message}`);
    }
  }
  server = await stands.serverFacts();
} finally {
  await stands.stop();
}

const facts = {
  machine: { ...before, loadAfter: machine().load },
  server,
  seed,
  quick: bench.quick,
};
const met = rows.map((row) => ({ ...row, met: isMet(row) }));
process.stdout.write(values.json ? `${JSON.stringify({ facts, rows: met, missing })}\n` : text());
process.exit(missing.length > 0 || met.some((row) => row.met === false) ? 1 : 0);

function text(): string {
  const { cores, cpu, memoryGb, node, load, loadAfter } = facts.machine;
  return [
    '',
    ...(bench.quick
      ? ['QUICK RUN: short rounds and a small log; these are not the figures.', '']
      : []),
    table(rows),
    ...missing.map((line) => `- NOT MEASURED ${line}`),
    '',
    `${cores} cores (${cpu}), ${memoryGb} GB, node ${node}, load ${load} before and ${loadAfter} after, seed ${seed}`,
    ...(server === undefined ? [] : [`PostgreSQL: ${server}`]),
    '',
  ].join('\n');
}
