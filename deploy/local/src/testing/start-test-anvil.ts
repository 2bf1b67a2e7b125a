import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startAnvil as start } from '../chain/anvil.ts';

export interface TestAnvil {
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** A fresh development chain (31337, ten funded accounts of the standard test mnemonic) on a free port. */
export async function startAnvil(options: { chainId?: number } = {}): Promise<TestAnvil> {
  const folder = mkdtempSync(join(tmpdir(), 'luna-anvil-'));
  const anvil = await start({ port: 0, logFile: join(folder, 'chain.log'), ...options });
  return {
    url: anvil.url,
    port: anvil.port,
    pid: anvil.child.pid,
    stop: async () => {
      await anvil.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
