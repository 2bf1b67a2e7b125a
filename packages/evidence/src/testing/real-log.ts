import {
  accessManagerAbi,
  accessManagerBytecode,
  passportLogAbi,
  passportLogBytecode,
} from '@luna/contracts-abi';
import { toHex } from '@luna/record';
import { EMPTY_ROOT, type Hash } from '@luna/tlog';
import {
  createTestClient,
  http,
  publicActions,
  walletActions,
  zeroAddress,
  type Address,
  type Hex,
  type TransactionReceipt,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';

export const account = mnemonicToAccount(
  'test test test test test test test test test test test junk',
);

/** An anchor as the contract counts it; `root` with `0x`, `time` in seconds. */
export type Anchored = { index: number; size: number; root: Hex; time: number; tx: Hex };

export const hex = (bytes: Uint8Array): Hex => `0x${toHex(bytes)}`;

/** The real contracts on a development chain, one account holding every role. */
export function realLog(url: string, origin: string, logKey: Uint8Array) {
  const client = createTestClient({ mode: 'anvil', chain: foundry, transport: http(url), account })
    .extend(publicActions)
    .extend(walletActions);
  const mined = async (hash: Hex): Promise<TransactionReceipt> => {
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`);
    return receipt;
  };
  const created = async (hash: Hex): Promise<Address> => {
    const { contractAddress } = await mined(hash);
    if (!contractAddress) throw new Error('no contract was created');
    return contractAddress;
  };
  const timeOf = async (blockNumber: bigint): Promise<number> =>
    Number((await client.getBlock({ blockNumber })).timestamp);

  return {
    client,
    /** Blocks enough that everything sent so far is final. */
    finalise: () => client.mine({ blocks: 4 }),
    async deploy(authority?: Address, predecessor?: { address: Address; start: Anchored }) {
      const manager =
        authority ??
        (await created(
          await client.deployContract({
            abi: accessManagerAbi,
            bytecode: accessManagerBytecode,
            args: [account.address],
          }),
        ));
      const { index, size, root, time } = predecessor?.start ?? {
        index: 0,
        size: 0,
        root: hex(new Uint8Array(32)),
        time: 0,
      };
      const config = {
        origin,
        logKey: hex(logKey),
        authority: manager,
        anchorer: account.address,
        minSpacing: 1,
        maturity: 0,
        predecessor: predecessor?.address ?? zeroAddress,
        start: { index, size: BigInt(size), root, time: BigInt(time) },
      };
      const address = await created(
        await client.deployContract({
          abi: passportLogAbi,
          bytecode: passportLogBytecode,
          args: [config],
        }),
      );
      const start = await client.readContract({
        address,
        abi: passportLogAbi,
        functionName: 'start',
      });
      const first: Anchored = {
        index: start.index,
        size: Number(start.size),
        root: start.size === 0n ? hex(EMPTY_ROOT) : start.root,
        time: Number(start.time),
        tx: '0x',
      };
      return { address, authority: manager, first };
    },
    async anchor(
      address: Address,
      before: Anchored,
      { size, root, manifest, proof }: { size: number; root: Hash; manifest: Hash; proof: Hash[] },
    ): Promise<Anchored> {
      await client.increaseTime({ seconds: 2 });
      const tx = await client.writeContract({
        address,
        abi: passportLogAbi,
        functionName: 'anchor',
        args: [
          BigInt(size),
          hex(root),
          hex(manifest),
          before.root,
          BigInt(before.time),
          proof.map(hex),
        ],
      });
      const { blockNumber } = await mined(tx);
      return {
        index: before.index + 1,
        size,
        root: hex(root),
        time: await timeOf(blockNumber),
        tx,
      };
    },
    async retire(address: Address, lastHonest: Anchored, successor: Address): Promise<void> {
      const { index, size, root, time } = lastHonest;
      const checkpoint = { index, size: BigInt(size), root, time: BigInt(time) };
      await mined(
        await client.writeContract({
          address,
          abi: passportLogAbi,
          functionName: 'retire',
          args: [checkpoint, successor],
        }),
      );
    },
    async endLogKey(address: Address, until: number): Promise<void> {
      await mined(
        await client.writeContract({
          address,
          abi: passportLogAbi,
          functionName: 'endLogKey',
          args: [hex(logKey), BigInt(until)],
        }),
      );
    },
  };
}
