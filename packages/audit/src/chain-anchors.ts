import type { ChainClients } from '@luna/chain';
import { passportLogAbi as abi } from '@luna/contracts-abi';
import { zeroAddress, type Address, type Hex } from 'viem';
import type { AuditReport } from './report.ts';

/** An `Anchored` event as the chain itself tells it. */
export type ChainAnchor = {
  contract: Address;
  index: number;
  size: number;
  root: Hex;
  /** SHA-256 of the manifest block. */
  manifest: Hex;
  tx: Hex;
  blockNumber: number;
  /** Later than the last honest anchor of a retired contract. */
  withdrawn: boolean;
};

/** Most nodes refuse a wider range of logs. */
const RANGE = 10_000n;

/**
 * Every final anchor of a PassportLog and its successors, read from the chain and from nothing else;
 * in the order of sizes, withdrawn ones left in and marked.
 */
export async function readChainAnchors(
  { client }: Pick<ChainClients, 'client'>,
  first: Address,
  fromBlock: number,
): Promise<ChainAnchor[]> {
  const { number: final } = await client.getBlock({ blockTag: 'finalized' });
  const anchors: ChainAnchor[] = [];
  for (let address = first; address !== zeroAddress;) {
    const [lastHonest, successor] = await client.readContract({
      abi,
      address,
      functionName: 'retirement',
    });
    for (let from = BigInt(fromBlock); from <= final; from += RANGE) {
      const toBlock = from + RANGE - 1n < final ? from + RANGE - 1n : final;
      const events = await client.getContractEvents({
        abi,
        address,
        eventName: 'Anchored',
        fromBlock: from,
        toBlock,
        strict: true,
      });
      for (const { args, transactionHash, blockNumber } of events) {
        anchors.push({
          contract: address,
          index: args.index,
          size: Number(args.size),
          root: args.root,
          manifest: args.manifest,
          tx: transactionHash,
          blockNumber: Number(blockNumber),
          withdrawn: successor !== zeroAddress && args.index > lastHonest,
        });
      }
    }
    address = successor;
  }
  return anchors.sort((a, b) => a.size - b.size);
}

/** Holds the anchors on the chain against the roots of the tree that was built anew. */
export function compareAnchors(
  report: AuditReport,
  anchors: readonly ChainAnchor[],
  size: number,
  rootAt: (size: number) => Uint8Array | undefined,
): void {
  for (const anchor of anchors) {
    report.look('anchors');
    const where = `anchor ${anchor.index} in ${anchor.tx}`;
    if (anchor.withdrawn) continue;
    if (anchor.size > size) {
      report.add(
        'anchors',
        'LOG_TRUNCATED',
        where,
        `It covers ${anchor.size} entries, the log holds ${size}: entries ${size} to ${anchor.size - 1} are missing. A backup was restored or the tail was cut; \`luna recover\` refills them.`,
      );
      continue;
    }
    const root = rootAt(anchor.size);
    if (!root || `0x${Buffer.from(root).toString('hex')}` !== anchor.root) {
      report.add(
        'anchors',
        'ROOT_MISMATCH',
        where,
        `The chain holds another root at size ${anchor.size} than these entries have.`,
      );
    }
  }
}
