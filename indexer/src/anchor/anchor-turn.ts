import { newestAnchor, type ChainClients, type TransactionSender } from '@luna/chain';
import { passportLogAbi } from '@luna/contracts-abi';
import { bigint, bytea, logTiles, type Database, type Tx } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { consistencyProof } from '@luna/tlog';
import { bytesToHex, encodeFunctionData, hexToBytes, type Address, type Hex } from 'viem';
import { z } from 'zod';
import { fence, type Leadership } from '../leader.ts';
import { readChainHead, type ChainHead } from './contract.ts';

/** One anchor at a time: the purpose is unique among unsettled intents. */
export const ANCHOR_PURPOSE = 'anchor';

export type AnchorOptions = {
  database: Database;
  clients: ChainClients;
  sender: TransactionSender;
  /** The first PassportLog. */
  contract: Address;
  /** Least time between two anchors, in seconds of the chain. */
  intervalSeconds: number;
  clock: Clock;
};

/**
 * Moves the anchor under way forward, or begins the next one when a published manifest is ahead of
 * the chain. An idle log sends nothing. Returns true while an anchor is under way.
 */
export async function anchorTurn(options: AnchorOptions, leadership: Leadership): Promise<boolean> {
  const { sender } = options;
  if ((await sender.step()).unsettled > 0) return true;
  if (!(await beginAnchor(options, leadership))) return false;
  await sender.step();
  return true;
}

/**
 * Stores the intent of the next anchor, if one is due. Nothing is signed or sent.
 * @throws LunaError ANCHORER_NOT_APPOINTED, LEADERSHIP_LOST
 */
export async function beginAnchor(
  { database, clients, sender, contract, intervalSeconds, clock }: AnchorOptions,
  leadership: Leadership,
): Promise<boolean> {
  const due = await database.tx({}, (tx) => nextManifest(tx, clients.settings.id));
  if (!due) return false;
  const head = await readChainHead(clients, contract);
  const previous = await database.tx({}, (tx) => previousCheckpoint(tx, clients, head));
  // Not yet followed as far as the contract is: the next turn knows more.
  if (!previous || due.size <= head.size) return false;
  if (head.start === undefined && clock.now() / 1000 < previous.time + intervalSeconds)
    return false;
  if (head.anchorer.toLowerCase() !== sender.address.toLowerCase()) {
    throw new LunaError(
      'ANCHORER_NOT_APPOINTED',
      `PassportLog ${head.contract} takes anchors from ${head.anchorer}, not from ${sender.address}. Nothing is sent.`,
    );
  }
  const data = await database.tx({}, (tx) => anchorCall(tx, head.size, previous, due));
  const chainNonce = await sender.chainNonce();
  const { created } = await database.tx({}, async (tx) => {
    await fence(tx, leadership);
    const call = { purpose: ANCHOR_PURPOSE, to: head.contract, data };
    return sender.create(tx, call, chainNonce);
  });
  return created;
}

const manifestRow = z.object({ size: bigint, digest: bytea, root: bytea });
type DueManifest = z.output<typeof manifestRow>;

/** The newest published manifest that no followed anchor reaches. */
async function nextManifest(tx: Tx, chainId: number): Promise<DueManifest | undefined> {
  const anchored = (await newestAnchor(tx, chainId))?.size ?? 0;
  return tx.row(
    manifestRow,
    `SELECT m.size, m.digest, c.root FROM log.manifest m JOIN log.checkpoint c USING (size)
     WHERE m.size > $1 ORDER BY m.size DESC LIMIT 1`,
    [anchored],
  );
}

type Previous = { root: Hex; time: number };

/** What the contract's head digest is made of, from the followed event; undefined when we lag. */
async function previousCheckpoint(
  tx: Tx,
  clients: ChainClients,
  head: ChainHead,
): Promise<Previous | undefined> {
  if (head.start) return { root: bytesToHex(head.start.root), time: head.start.time };
  const anchor = await newestAnchor(tx, clients.settings.id);
  if (anchor?.index !== head.index || anchor.size !== head.size) return undefined;
  return { root: anchor.root, time: anchor.blockTime };
}

async function anchorCall(
  tx: Tx,
  from: number,
  previous: Previous,
  due: DueManifest,
): Promise<Hex> {
  const proof = from === 0 ? [] : await consistencyProof(logTiles(tx), from, due.size);
  return encodeFunctionData({
    abi: passportLogAbi,
    functionName: 'anchor',
    args: [
      BigInt(due.size),
      bytesToHex(due.root),
      bytesToHex(due.digest),
      previous.root,
      BigInt(previous.time),
      proof.map((hash) => bytesToHex(hash)),
    ],
  });
}

/** The newest honest anchor as a witness of the log, once following has caught up with the chain. */
export async function chainWitness({
  database,
  clients,
  contract,
}: Pick<AnchorOptions, 'database' | 'clients' | 'contract'>): Promise<
  { source: string; size: number; root: Uint8Array } | undefined
> {
  const head = await readChainHead(clients, contract);
  if (head.size === 0) return undefined;
  const previous = await database.tx({}, (tx) => previousCheckpoint(tx, clients, head));
  if (!previous) {
    throw new LunaError('CHAIN_LAGGING', 'The chain is still being followed to its head.', {
      retryable: true,
    });
  }
  const source = `the anchor on ${clients.settings.name}`;
  return { source, size: head.size, root: hexToBytes(previous.root) };
}
