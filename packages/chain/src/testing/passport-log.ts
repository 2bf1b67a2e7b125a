import {
  accessManagerAbi,
  accessManagerBytecode,
  passportLogAbi,
  passportLogBytecode,
} from '@luna/contracts-abi';
import {
  concatHex,
  createWalletClient,
  getAddress,
  http,
  sha256,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import type { Address, Hash, Hex, TransactionReceipt } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

import { TEST_KEYS } from './accounts.ts';
import type { Lab } from './lab.ts';

const account = privateKeyToAccount(TEST_KEYS[0]);

export const leaf = (index: number): Hex =>
  sha256(concatHex(['0x00', toHex(index, { size: 146 })]));
const node = (left: Hex, right: Hex): Hex => sha256(concatHex(['0x01', left, right]));
const [l0, l1, l2, l3] = [leaf(0), leaf(1), leaf(2), leaf(3)];

/** Roots of the log's first sizes, and the RFC 9162 proof that each extends the one before. */
export const ROOTS: readonly Hex[] = [
  zeroHash,
  l0,
  node(l0, l1),
  node(node(l0, l1), l2),
  node(node(l0, l1), node(l2, l3)),
];
const PROOFS: readonly (readonly Hex[])[] = [[], [], [l1], [l2], [l2, l3, node(l0, l1)]];

export const manifestOf = (size: number): Hex => sha256(toHex(`manifest ${size}`));

export interface Start {
  index: number;
  size: bigint;
  root: Hex;
  time: bigint;
}

/** A PassportLog on the lab's chain, anchored and administered by the first test account without delay. */
export interface TestLog {
  readonly address: Address;
  /** Anchors the first `size` entries (1 to 4, one more each time). Returns the transaction. */
  anchor(size: number): Promise<Hash>;
  freeze(): Promise<void>;
  retire(lastHonest: Start, successor: Address): Promise<void>;
  /** What it anchored as its `index`-th. */
  checkpoint(size: number, index: number): Start;
}

export async function deployLog(
  lab: Lab,
  from: { predecessor: Address; start: Start } | null = null,
): Promise<TestLog> {
  const wallet = createWalletClient({
    account,
    chain: lab.clients.settings.viem,
    transport: http(lab.url),
  });
  const deployed = async (transaction: Hash): Promise<Address> => {
    const receipt = await mined(lab, transaction);
    if (receipt.contractAddress) return getAddress(receipt.contractAddress);
    throw new Error('nothing was deployed');
  };
  const authority = await deployed(
    await wallet.deployContract({
      abi: accessManagerAbi,
      bytecode: accessManagerBytecode,
      args: [account.address],
    }),
  );
  const config = {
    origin: 'dev.luna/00000000',
    logKey: sha256('0x01'),
    authority,
    anchorer: account.address,
    minSpacing: 1,
    maturity: 0,
    predecessor: from?.predecessor ?? zeroAddress,
    start: from?.start ?? { index: 0, size: 0n, root: zeroHash, time: 0n },
  };
  const address = await deployed(
    await wallet.deployContract({
      abi: passportLogAbi,
      bytecode: passportLogBytecode,
      args: [config],
    }),
  );
  const contract = { address, abi: passportLogAbi } as const;
  const times = new Map<number, bigint>();
  const begin = await lab.clients.client.readContract({ ...contract, functionName: 'start' });
  times.set(Number(begin.size), begin.time);

  return {
    address,
    anchor: async (size) => {
      await lab.rpc('evm_increaseTime', [10]);
      const transaction = await wallet.writeContract({
        ...contract,
        functionName: 'anchor',
        args: [
          BigInt(size),
          ROOTS[size] ?? zeroHash,
          manifestOf(size),
          begin.size === BigInt(size - 1) ? begin.root : (ROOTS[size - 1] ?? zeroHash),
          times.get(size - 1) ?? 0n,
          PROOFS[size] ?? [],
        ],
      });
      const { blockHash } = await mined(lab, transaction);
      const block = await lab.clients.client.getBlock({ blockHash });
      times.set(size, block.timestamp);
      return transaction;
    },
    freeze: async () => {
      await mined(lab, await wallet.writeContract({ ...contract, functionName: 'freeze' }));
    },
    retire: async (lastHonest, successor) => {
      const args = [lastHonest, successor] as const;
      await mined(lab, await wallet.writeContract({ ...contract, functionName: 'retire', args }));
    },
    checkpoint: (size, index) => ({
      index,
      size: BigInt(size),
      root: ROOTS[size] ?? zeroHash,
      time: times.get(size) ?? 0n,
    }),
  };
}

/** Anvil answers a send before it has mined the block. */
export function mined(lab: Lab, hash: Hash): Promise<TransactionReceipt> {
  return lab.clients.client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
}
