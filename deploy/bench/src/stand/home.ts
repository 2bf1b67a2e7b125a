import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@luna/local';
import { loadConfig, type Config } from '@luna/runtime';

import { logIdentity, type LogIdentity } from '../../../local/src/secrets/log-identity.ts';
import { ensureSecrets, type Secrets } from '../../../local/src/secrets/secrets.ts';

import type { Stands } from './stands.ts';

/** A throw-away `LUNA_HOME`: who the log is and which ports its processes use. */
export type Home = { config: Config; secrets: Secrets; log: LogIdentity };

/** Makes one, which is removed when the run ends. */
export async function createHome({ onStop }: Pick<Stands, 'onStop'>): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), 'luna-bench-'));
  onStop(() => rm(folder, { recursive: true, force: true }));
  const ports = { API_PORT: String(await freePort()), CHAIN_PORT: String(await freePort()) };
  const environment = { LUNA_HOME: folder, LOG_LEVEL: 'warn', ...ports };
  const config = loadConfig(environment, { localConfig: false });
  const secrets = ensureSecrets(config.paths);
  const log = await logIdentity(secrets.logKey);
  return { config, secrets, log };
}
