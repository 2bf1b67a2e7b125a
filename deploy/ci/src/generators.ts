import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './run.ts';

export interface Generator {
  name: string;
  /** Writes its committed files; with `--check` it only names stale ones and ends with 1. */
  file: string;
}

const GENERATORS: readonly Generator[] = [
  { name: 'contracts-abi', file: 'contracts/generate/main.ts' },
  { name: 'openapi', file: 'api/generate/main.ts' },
  { name: 'guards', file: 'deploy/local/generate/main.ts' },
];

/** In the order in which they must run. */
export function generators(): Generator[] {
  return GENERATORS.filter(({ file }) => existsSync(join(root, file)));
}
