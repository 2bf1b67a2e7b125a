import { generators } from './src/generators.ts';
import { script } from './src/run.ts';

/** `npm run gen`: rewrites every generated file that is committed. */
for (const { name, file } of generators()) {
  process.stdout.write(`${name}\n`);
  const { code } = await script(file, []);
  if (code !== 0) process.exit(code);
}
