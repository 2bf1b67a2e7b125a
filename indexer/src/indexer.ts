import { hostname } from 'node:os';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { assertChainId, createChainClients, keySigner, TransactionSender } from '@luna/chain';
import { contentConfig, createContentStore } from '@luna/content';
import { connect } from '@luna/database';
import { required, systemClock as clock, type Config, type Logger } from '@luna/runtime';
import { createSigner } from '@luna/tlog';
import { anchorTurn, chainWitness, type AnchorOptions } from './anchor/anchor-turn.ts';
import { followTurn } from './follow-turn.ts';
import { lead, type Leadership, type Step } from './leader.ts';
import { publishTurn } from './publish/publish-turn.ts';
import { LogGuard } from './seal/log-guard.ts';
import { openLog } from './seal/log-head.ts';
import { Sealer } from './seal/seal-turn.ts';
import { SignedMarkFile } from './seal/signed-mark.ts';

/** A running indexer: four steps, each led by one of all indexers there are. */
export type Indexer = { stop(): Promise<void> };

type Turn = (leadership: Leadership) => Promise<boolean>;

/** Opens everything, takes part in leading every step, and returns; `stop` ends it in order. */
export async function startIndexer(config: Config, logger: Logger): Promise<Indexer> {
  const url = required(config, 'INDEXER_DATABASE_URL');
  // A leader lock lives as long as its connection, so it must not pass a transaction pooler.
  const directUrl = config.DATABASE_DIRECT_URL ?? url;
  const origin = required(config, 'LOG_ORIGIN');
  const contract = required(config, 'PASSPORT_LOG');
  const database = await connect({ url, poolSize: 8, applicationName: 'luna indexer' });
  const store = await createContentStore(contentConfig(config));
  const clients = createChainClients({
    chainId: config.CHAIN_ID,
    urls: required(config, 'RPC_URLS'),
  });
  const seed = Buffer.from((await readFile(config.LOG_KEY_FILE, 'utf8')).trim(), 'hex');
  const signer = await createSigner(origin, seed);
  const key = (await readFile(config.ANCHORER_KEY_FILE, 'utf8')).trim();
  const sender = new TransactionSender({ database, clients, signer: keySigner(key) });

  await assertChainId(clients);
  await database.tx({}, (tx) => openLog(tx, origin));

  const intervalSeconds = config.ANCHOR_INTERVAL;
  const anchoring: AnchorOptions = { database, clients, sender, contract, intervalSeconds, clock };
  const mark = new SignedMarkFile(config.paths.signedMark);
  const guard = new LogGuard({ database, mark, chainWitness: () => chainWitness(anchoring) });
  const sealer = new Sealer({ database, guard, signer, mark, clock, logger });
  const publishing = {
    database,
    store,
    logger,
    chainId: config.CHAIN_ID,
    intervalMs: intervalSeconds * 1000,
  };
  const following = { database, clients, contract, startBlock: config.PASSPORT_LOG_BLOCK };
  const blockMs = clients.settings.development ? 250 : 2_000;

  const steps: { step: Step; idleMs: number; turn: Turn }[] = [
    { step: 'follow', idleMs: blockMs, turn: () => followTurn(following, logger) },
    { step: 'seal', idleMs: 100, turn: (leadership) => sealer.turn(leadership) },
    {
      step: 'publish',
      idleMs: 250,
      turn: async (leadership) => {
        await guard.ensure();
        const size = await publishTurn(publishing, leadership);
        if (size !== undefined) logger.info({ size }, 'published');
        return false;
      },
    },
    {
      step: 'anchor',
      idleMs: blockMs,
      turn: async (leadership) => {
        await guard.ensure();
        await anchorTurn(anchoring, leadership);
        return false;
      },
    },
  ];
  const stopping = new AbortController();
  const holder = `${hostname()}:${process.pid}`;
  const running = steps.map((step) =>
    lead({ ...step, database, directUrl, holder, logger, signal: stopping.signal }),
  );
  await mkdir(dirname(config.paths.indexerReady), { recursive: true });
  await writeFile(config.paths.indexerReady, `${holder}\n`);
  logger.info({ origin, contract, steps: steps.map(({ step }) => step) }, 'indexer started');

  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      await store.close();
      await database.close();
    },
  };
}
