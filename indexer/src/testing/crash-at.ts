/**
 * An indexer that walks the way of new events one step at a time, in a process of its own, and kills
 * itself after the step named on the command line. The steps are the product's.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createChainClients,
  keySigner,
  listUnsettled,
  newestAnchor,
  TransactionSender,
} from '@luna/chain';
import { createContentStore } from '@luna/content';
import { connect } from '@luna/database';
import { createLogger, loadConfig, required, systemClock } from '@luna/runtime';
import { createSigner } from '@luna/tlog';
import { beginAnchor } from '../anchor/anchor-turn.ts';
import { followTurn } from '../follow-turn.ts';
import { takeOver } from '../leader.ts';
import { recordManifest, storeBlocks, unpublished } from '../publish/publish.ts';
import { openLog } from '../seal/log-head.ts';
import { sealBatch } from '../seal/seal-batch.ts';
import { signCheckpoint } from '../seal/sign-checkpoint.ts';
import { SignedMarkFile, type SignedMark } from '../seal/signed-mark.ts';

const last = process.argv[2];
const reached = (point: string) => {
  if (point === last) process.kill(process.pid, 'SIGKILL');
};

const config = loadConfig();
const database = await connect({ url: required(config, 'INDEXER_DATABASE_URL') });
const store = await createContentStore({ path: config.paths.ipfs });
const clients = createChainClients({
  chainId: config.CHAIN_ID,
  urls: required(config, 'RPC_URLS'),
});
const seed = Buffer.from((await readFile(config.LOG_KEY_FILE, 'utf8')).trim(), 'hex');
const origin = required(config, 'LOG_ORIGIN');
const signer = await createSigner(origin, seed);
const account = keySigner((await readFile(config.ANCHORER_KEY_FILE, 'utf8')).trim());
const sender = new TransactionSender({ database, clients, signer: account });
const contract = required(config, 'PASSPORT_LOG');

await database.tx({}, (tx) => openLog(tx, origin));
const sealing = await takeOver(database, 'seal', 'crash');
for (let sealed = 0; sealed === 0;) {
  ({ sealed } = await database.tx({}, (tx) => sealBatch(tx, sealing, 10_000)));
}
reached('sealed');
const mark = new (class extends SignedMarkFile {
  override async advance(next: SignedMark): Promise<void> {
    await super.advance(next);
    reached('mark written');
  }
})(config.paths.signedMark);
await signCheckpoint(database, sealing, signer, mark);
reached('checkpoint stored');

const publishing = await takeOver(database, 'publish', 'crash');
const publication = await database.tx({}, unpublished);
if (!publication) throw new Error('nothing to publish');
const logger = createLogger({ name: 'crash', level: 'silent' });
const cid = await storeBlocks({ database, store, logger }, publication);
reached('blocks stored');
await recordManifest(database, publishing, store, publication, cid);
reached('manifest recorded');

const anchoring = await takeOver(database, 'anchor', 'crash');
const options = { database, clients, sender, contract, intervalSeconds: 1, clock: systemClock };
// As the anchor step does: what earlier anchors came to is learnt first.
while (!(await beginAnchor(options, anchoring))) {
  await sender.settle();
  await sleep(100);
}
reached('intent stored');
const [intent] = await database.tx({}, (tx) => listUnsettled(tx, config.CHAIN_ID, account.address));
if (!intent) throw new Error('the intent is not there');
await sender.sign(intent);
reached('signed');
await sender.broadcast(intent);
reached('broadcast');
const following = { database, clients, contract, startBlock: config.PASSPORT_LOG_BLOCK };
for (let size = 0; size < publication.size;) {
  await followTurn(following, logger);
  size = (await database.tx({}, (tx) => newestAnchor(tx, config.CHAIN_ID)))?.size ?? 0;
}
reached('followed');
throw new Error(`there is no step called ${String(last)}`);
