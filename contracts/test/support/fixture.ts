import { accessManagerAbi, passportLogAbi } from '@luna/contracts-abi';
import { network } from 'hardhat';
import { getContract, sha256, toHex, zeroAddress, zeroHash } from 'viem';
import type { Address, Hex } from 'viem';
import type { LogTree } from './log-tree.ts';

/** The chain starts here, so that gas does not depend on the zero bytes of today's timestamp. */
const GENESIS = new Date('2026-11-20T09:17:42Z');

export const ORIGIN = 'log.example/luna';
export const LOG_KEY = sha256(toHex('log key'));
export const MIN_SPACING = 30;

export type StartOptions = {
  predecessor?: Address;
  start?: { index: number; size: bigint; root: Hex; time: bigint };
};

/** What the next anchor has to know of the one before. */
export type Previous = { size: number; root: Hex; time: bigint };

/** A fresh in-memory chain under Cancun rules with an AccessManager whose administrator has no delay. */
export async function startChain() {
  const { viem, networkHelpers } = await network.create({
    network: 'default',
    override: { initialDate: GENESIS },
  });
  const client = await viem.getPublicClient();
  const [admin, anchorer] = await viem.getWalletClients();
  if (!admin || !anchorer) throw new Error('the test chain has too few accounts');
  const { address: authority } = await viem.deployContract('AccessManager', [
    admin.account.address,
  ]);

  /** Deploys what the compiler made just now; the committed ABI gives the types. */
  const deploy = async (options: StartOptions = {}) => {
    const { address } = await viem.deployContract('PassportLog', [
      {
        origin: ORIGIN,
        logKey: LOG_KEY,
        authority,
        anchorer: anchorer.account.address,
        minSpacing: MIN_SPACING,
        maturity: 600,
        predecessor: options.predecessor ?? zeroAddress,
        start: options.start ?? { index: 0, size: 0n, root: zeroHash, time: 0n },
      },
    ]);
    return getContract({
      address,
      abi: passportLogAbi,
      client: { public: client, wallet: anchorer },
    });
  };
  type PassportLog = Awaited<ReturnType<typeof deploy>>;

  /** Anchors the first `size` entries of `tree` on top of `previous`, as soon as it may. */
  const anchor = async (log: PassportLog, tree: LogTree, size: number, previous: Previous) => {
    await networkHelpers.time.setNextBlockTimestamp(previous.time + BigInt(MIN_SPACING));
    const root = await tree.root(size);
    const manifest = sha256(toHex(`manifest ${size}`));
    const proof = await tree.consistency(previous.size, size);
    const hash = await log.write.anchor([
      BigInt(size),
      root,
      manifest,
      previous.root,
      previous.time,
      proof,
    ]);
    const receipt = await client.getTransactionReceipt({ hash });
    const { timestamp: time } = await client.getBlock({ blockNumber: receipt.blockNumber });
    return { receipt, head: { size, root, time } };
  };

  const manager = getContract({
    address: authority,
    abi: accessManagerAbi,
    client: { public: client, wallet: admin },
  });
  return { viem, networkHelpers, client, manager, admin, anchorer, deploy, anchor };
}
