import { dependencyViolations, toothlessRules } from './src/dependencies.ts';
import { generators } from './src/generators.ts';
import { script, tool } from './src/run.ts';
import { tallyLine } from './src/tally.ts';

/** A static check; it resolves with what is wrong, or with nothing. */
interface Check {
  name: string;
  run(): Promise<string>;
}

const program = (name: string, path: string, args: readonly string[]): Check => ({
  name,
  run: async () => {
    const { code, output } = await tool(path, args, { quiet: true });
    return code === 0 ? '' : output || `ended with ${code}`;
  },
});

const CHECKS: readonly Check[] = [
  program('types', 'typescript/bin/tsc', ['-p', 'tsconfig.json', '--noEmit']),
  program('lint', 'eslint/bin/eslint.js', ['.']),
  program('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
  { name: 'dependencies', run: async () => (await dependencyViolations()).join('\n') },
  { name: 'dependency rules bite', run: async () => (await toothlessRules()).join('\n') },
  ...generators().map(({ name, file }) => ({
    name: `generated: ${name}`,
    run: async () => {
      const { code, output } = await script(file, ['--check'], { quiet: true });
      return code === 0 ? '' : `${output}\`npm run gen\` writes it anew`;
    },
  })),
];

/** `npm run check`: every static check; `npm run check -- types lint` only those. */
const wanted = process.argv.slice(2);
let failed = 0;
let passed = 0;
for (const check of CHECKS) {
  if (wanted.length > 0 && !wanted.includes(check.name)) continue;
  const began = Date.now();
  const wrong = await check.run();
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${wrong === '' ? '✓' : '✗'} ${check.name} (${seconds} s)\n`);
  if (wrong === '') passed += 1;
  else {
    failed += 1;
    process.stdout.write(`${wrong.trimEnd()}\n`);
  }
}
process.stdout.write(`${tallyLine({ passed, failed, skipped: 0 })}\n`);
process.exit(failed === 0 ? 0 : 1);
