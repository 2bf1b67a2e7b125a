import { recoverLog } from '@luna/audit';
import { contentConfig, createContentStore, readFromGateways } from '@luna/content';
import { connect } from '@luna/database';
import { loadConfig, LunaError } from '@luna/runtime';
import { Command } from 'commander';
import { readAnchors } from '../audit/read-anchors.ts';
import { createProgress } from '../import/progress.ts';
import { loginUrl } from '../login-url.ts';
import { readTrust } from '../verify/read-trust.ts';

type Options = { rpc?: string[]; gateway?: string[]; trust?: string };

const collect = (value: string, before: string[] = []) => [...before, value];

/** `luna recover`: refills a log whose tail was lost from the public record. */
export function recoverVerb(): Command {
  return new Command('recover')
    .summary('refill entries that a restored database lacks from IPFS')
    .description(
      'After a backup was restored the indexer refuses to go on, because the chain knows more entries than the\n' +
        'database. This brings them back from the manifests on IPFS, without their payloads, which were never\n' +
        'public. Stop the indexer first. Needs MIGRATE_DATABASE_URL, or the secrets `npm start` keeps.',
    )
    .option('--rpc <url>', 'JSON-RPC server of the chain; may be given several times', collect)
    .option('--gateway <url>', 'IPFS gateway to read from instead of the own store', collect)
    .option('--trust <file>', 'trust roots (default $LUNA_HOME/trust.json)')
    .action(run);
}

async function run(options: Options): Promise<void> {
  process.exitCode = 1;
  const config = loadConfig();
  const trust = readTrust(options.trust, config.paths.trust);
  const anchors = await readAnchors(
    trust,
    options.rpc ?? config.RPC_URLS,
    config.PASSPORT_LOG_BLOCK,
  );
  if ('unavailable' in anchors) throw new LunaError('CHAIN_UNAVAILABLE', anchors.unavailable);
  const store = await createContentStore(contentConfig(config));
  const { gateway } = options;
  const progress = createProgress();
  const database = await connect({ url: loginUrl(config, 'MIGRATE_DATABASE_URL'), poolSize: 1 });
  try {
    const { from, to } = await recoverLog({
      database,
      anchors,
      read: (cid) => (gateway ? readFromGateways(gateway, cid) : store.get(cid)),
      progress: (_, done, total) => progress.show('recovered', done, total),
    });
    progress.end();
    process.stdout.write(
      `Recovered entries ${from} to ${to - 1}. Run \`luna audit\`, then start the indexer.\n`,
    );
    process.exitCode = 0;
  } finally {
    await database.close();
    await store.close();
  }
}
