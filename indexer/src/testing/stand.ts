import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keySigner } from '@luna/chain';
import { deployPassportLog } from '@luna/contracts';
import { createTestDatabase, startAnvil, type TestDatabase } from '@luna/local/testing';
import { loadConfig, type Config } from '@luna/runtime';
import { createSigner, formatVkey } from '@luna/tlog';
import { mnemonicToAccount } from 'viem/accounts';
import { bytesToHex } from 'viem';

const WORDS = 'test test test test test test test test test test test junk';
const SEED = '07'.repeat(32);
const ORIGIN = 'dev.luna/testing';

/** Everything an indexer needs, real and throw-away: Postgres, Anvil with PassportLog, a folder. */
export type Stand = {
  config: Config;
  /** The same as environment variables, for an indexer in a process of its own. */
  environment: Record<string, string>;
  /** All roles of its database, for an api that writes into it. */
  test: TestDatabase;
  appUrl: string;
  adminUrl: string;
  auditUrl: string;
  migrateUrl: string;
  /** What a verifier of this log trusts. */
  trust: { origin: string; logKeys: string[] };
  stop(): Promise<void>;
};

/** Starts a stand; anchors may follow each other every second. */
export async function startStand(): Promise<Stand> {
  const home = await mkdtemp(join(tmpdir(), 'luna-stand-'));
  const [test, anvil] = await Promise.all([createTestDatabase(), startAnvil()]);
  const account = (addressIndex: number) => mnemonicToAccount(WORDS, { addressIndex });
  const keyOf = (index: number) =>
    bytesToHex(account(index).getHdKey().privateKey ?? new Uint8Array());
  const { publicKey } = await createSigner(ORIGIN, Buffer.from(SEED, 'hex'));
  const deployed = await deployPassportLog({
    rpcUrl: anvil.url,
    deployerKey: keyOf(0),
    deploymentDir: join(home, 'chain'),
    params: {
      origin: ORIGIN,
      logKey: bytesToHex(publicKey),
      minSpacing: 1,
      maturity: 0,
      adminDelay: 0,
      anchorer: keySigner(keyOf(4)).address,
      admin: account(1).address,
      guardian: account(2).address,
      watcher: account(3).address,
    },
  });
  await mkdir(join(home, 'secrets'), { recursive: true });
  await writeFile(join(home, 'secrets', 'log.key'), SEED);
  await writeFile(join(home, 'secrets', 'anchorer.key'), keyOf(4));
  const environment = {
    LUNA_HOME: home,
    INDEXER_DATABASE_URL: test.indexerUrl,
    LOG_ORIGIN: ORIGIN,
    RPC_URLS: anvil.url,
    CHAIN_ID: '31337',
    PASSPORT_LOG: deployed.passportLog,
    PASSPORT_LOG_BLOCK: String(deployed.block),
    ANCHOR_INTERVAL: '1',
    LOG_LEVEL: 'warn',
  };
  return {
    config: loadConfig(environment),
    environment,
    test,
    appUrl: test.appUrl,
    adminUrl: test.adminUrl,
    auditUrl: test.auditUrl,
    migrateUrl: test.migrateUrl,
    trust: { origin: ORIGIN, logKeys: [formatVkey(ORIGIN, publicKey)] },
    stop: async () => {
      await anvil.stop();
      await test.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
