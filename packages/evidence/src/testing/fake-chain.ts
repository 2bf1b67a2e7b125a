import { PASSPORT_LOG_SELECTORS, PASSPORT_LOG_TOPICS } from '@luna/contracts-abi';
import type { ChainBlock, ChainReader, Hex, Receipt } from '../chain/chain-reader.ts';

/** What a fake contract has anchored; `root` and `manifest` in hex without prefix. */
export type FakeAnchor = {
  index: number;
  size: number;
  root: string;
  manifest: string;
  block: number;
  tx: Hex;
};

export type FakeContract = {
  anchors: FakeAnchor[];
  retired?: { lastHonestIndex: number; successor: Hex };
  /** Sizes that a key (hex) may sign, from inclusive, until exclusive. */
  keys?: Record<string, { from: bigint; until: bigint }>;
};

const word = (value: number | bigint): string => value.toString(16).padStart(64, '0');

/**
 * A chain in memory that answers as a node with PassportLogs on it would. Blocks come two seconds
 * apart; `pruned` makes it forget receipts and block contents, as a node that keeps only state.
 */
export class FakeChain implements ChainReader {
  readonly contracts = new Map<Hex, FakeContract>();
  id = 31337;
  head = 20;
  finalized = 18;
  genesisTime = 1_700_000_000;
  pruned: 'nothing' | 'receipts' | 'receipts and bodies' = 'nothing';
  readonly asked: string[] = [];

  timeOf(block: number): number {
    return this.genesisTime + 2 * block;
  }

  chainId(): Promise<number> {
    this.asked.push('chainId');
    return Promise.resolve(this.id);
  }

  finalizedBlock(): Promise<ChainBlock> {
    const number = this.finalized;
    const hash: Hex = `0x${word(number)}`;
    return Promise.resolve({ number, hash, timestamp: this.timeOf(number) });
  }

  receipt(tx: Hex): Promise<Receipt | null> {
    for (const [address, { anchors }] of this.contracts) {
      const found = anchors.find((anchor) => anchor.tx === tx);
      if (found === undefined || this.pruned !== 'nothing') continue;
      const topics: Hex[] = [PASSPORT_LOG_TOPICS.Anchored, `0x${word(found.index)}`];
      const data: Hex = `0x${word(found.size)}${found.root}${found.manifest}`;
      return Promise.resolve({
        status: 'success',
        blockNumber: found.block,
        logs: [{ address, topics, data }],
      });
    }
    return Promise.resolve(null);
  }

  blockTime(block: number | Hex): Promise<number | null> {
    const number = Number(block);
    return Promise.resolve(number > this.head ? null : this.timeOf(number));
  }

  transactions(block: number): Promise<readonly Hex[] | null> {
    if (this.pruned === 'receipts and bodies') return Promise.resolve(null);
    const anchors = [...this.contracts.values()].flatMap((contract) => contract.anchors);
    return Promise.resolve(
      anchors.filter((anchor) => anchor.block === block).map((anchor) => anchor.tx),
    );
  }

  call(to: Hex, data: Hex): Promise<Hex> {
    const contract = this.contracts.get(to);
    const answer: Hex = contract === undefined ? '0x' : `0x${this.#answer(contract, data)}`;
    return Promise.resolve(answer);
  }

  #answer({ anchors, keys, retired }: FakeContract, data: Hex): string {
    const argument = (index: number): string => data.slice(10 + 64 * index, 74 + 64 * index);
    const newest = anchors.at(-1);
    switch (data.slice(0, 10)) {
      case PASSPORT_LOG_SELECTORS.retirement: {
        const { lastHonestIndex = 0, successor = '0x0' } = retired ?? {};
        return word(lastHonestIndex) + successor.slice(2).padStart(64, '0');
      }
      case PASSPORT_LOG_SELECTORS.head:
        return word(newest?.size ?? 0) + word(newest?.index ?? 0) + word(0);
      case PASSPORT_LOG_SELECTORS.logKey: {
        const { from, until } = keys?.[argument(0)] ?? { from: 0n, until: 2n ** 64n - 1n };
        return word(from) + word(until);
      }
      case PASSPORT_LOG_SELECTORS.isAnchored: {
        const held = anchors.some(
          ({ index, size, root, block }) =>
            (newest?.index ?? 0) - index < 256 &&
            word(index) === argument(0) &&
            word(size) === argument(1) &&
            root === argument(2) &&
            word(this.timeOf(block)) === argument(3),
        );
        return word(held ? 1 : 0) + word(0);
      }
      default:
        throw new Error(`the fake chain does not know ${data.slice(0, 10)}`);
    }
  }
}
