import { parseArgs } from 'node:util';

import { LunaError } from '@luna/runtime';

export const HELP = `Usage: npm start [-- --dev | --help]

Starts Luna Passport on this machine: PostgreSQL, a development chain with its
contract, the content store, api, indexer and web app. Ctrl-C ends all of it.
The data stays in one folder and is found again by the next start.

  --dev    the web app by Vite's development server (same as npm run dev)
  --help   this text

Variables                    default
  LUNA_HOME                  .luna   folder of all data, keys and logs
  API_PORT                   3000
  WEB_PORT                   5173
  POSTGRES_PORT              54329
  CHAIN_PORT                 8545
  HOST                       127.0.0.1
  PUBLIC_URL                 http://HOST:WEB_PORT
  REDIS_URL, IPFS_API_URL    use these instead of the embedded queue and store
  ANCHOR_INTERVAL            5       seconds between anchors, at the least
  LOG_LEVEL                  info

Two stacks run side by side when all four ports and LUNA_HOME differ.
`;

export interface StartOptions {
  dev: boolean;
  help: boolean;
}

/** @throws LunaError USAGE for anything that is not an option of `npm start`. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { dev: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return { dev: values.dev ?? false, help: values.help ?? false };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LunaError('USAGE', `${why}\n\n${HELP}`);
  }
}
