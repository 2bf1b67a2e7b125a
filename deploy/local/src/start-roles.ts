import { rmSync } from 'node:fs';

import type { Config } from '@luna/runtime';

import { ROLE_ARGUMENTS } from './build/role-arguments.ts';
import type { Note } from './steps.ts';
import { apiUrl } from './stack-settings.ts';
import type { Stack } from './stack.ts';
import { waitForFile, waitForHealth } from './process/wait-for-health.ts';

export interface Roles {
  api: string;
  indexer: string;
}

/** Starts api and indexer from their bundles and waits until both are of use. */
export async function startRoles(
  stack: Stack,
  config: Config,
  entries: Roles,
  settings: Readonly<Record<string, string>>,
  note: Note,
): Promise<void> {
  const run = (name: 'api' | 'indexer') =>
    stack.start({
      name,
      command: process.execPath,
      args: [...ROLE_ARGUMENTS, entries[name]],
      env: { ...process.env, ...settings },
    });
  // An indexer of an earlier start may have left it.
  rmSync(config.paths.indexerReady, { force: true });
  // The indexer first: health asks for a log head, which the indexer makes on a new ledger.
  note('waiting for the indexer');
  const indexer = await run('indexer');
  const api = await run('api');
  await waitForFile(indexer, config.paths.indexerReady);
  note('waiting for the api');
  await waitForHealth(api, `${apiUrl(config)}/health`);
  note('api and indexer answer');
}
