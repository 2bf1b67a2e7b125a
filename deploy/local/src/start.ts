import { fileURLToPath } from 'node:url';

import { complain, runStart } from './run-start.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

runStart(root, process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    complain(error);
    process.exit(1);
  },
);
