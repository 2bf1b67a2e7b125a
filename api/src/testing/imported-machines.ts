import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMachines, runImport, type ImportReport } from '@luna/luna';
import { MACHINES, writeFiles } from '../../../packages/luna/src/testing/write-files.ts';
import type { TestApi } from './test-api.ts';

const BESIDE = fileURLToPath(new URL('../../../../shared/data/machines', import.meta.url));
/** The real data set beside the checkout; elsewhere one of two machines in the same form. */
export const DATA_SET = existsSync(join(BESIDE, 'PdM_machines.csv')) ? BESIDE : undefined;

/**
 * Imports machines as `luna import` does, with codes that begin with `company`: the data set, or
 * where `folder` is null the two.
 */
export async function importMachines(
  { client, url }: Pick<TestApi, 'client' | 'url'>,
  company: string,
  folder: string | null = DATA_SET ?? null,
): Promise<ImportReport> {
  const small = writeFiles(MACHINES);
  const codes = { company, productType: 'IP', origin: 'US' } as const;
  const plan = readMachines(folder ?? small.folder, codes);
  small.remove();
  const options = { dryRun: false, allOrNothing: false };
  return runImport({ client, url, onProgress: () => undefined }, plan, options);
}
