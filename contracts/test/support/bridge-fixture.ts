import { nbTokenAbi, PASSPORT_LOG_SELECTORS, pointsBridgeAbi } from '@luna/contracts-abi';
import { getContract } from 'viem';
import type { Address } from 'viem';
import { startChain } from './fixture.ts';
import type { Previous } from './fixture.ts';
import { redeem } from './redemption.ts';

const WATCHER = 2n;
/** Far above what the tests claim, where they are not about the limit. */
const LIMIT = 1_000_000_000n;

/** A fresh chain with a log, and a bridge on it whose watcher is the administrator. */
export async function startBridge() {
  const chain = await startChain();
  const { viem, client, manager, admin } = chain;
  const log = await chain.deploy();
  await manager.write.setTargetFunctionRole([
    log.address,
    [PASSPORT_LOG_SELECTORS.confirm],
    WATCHER,
  ]);
  await manager.write.grantRole([WATCHER, admin.account.address, 0]);
  const { address } = await viem.deployContract('PointsBridge', [
    manager.address,
    log.address,
    LIMIT,
  ]);
  const clients = { public: client, wallet: admin };
  const bridge = getContract({ address, abi: pointsBridgeAbi, client: clients });
  const token = getContract({
    address: await bridge.read.token(),
    abi: nbTokenAbi,
    client: clients,
  });
  const chainId = await client.getChainId();
  const { time: start } = await log.read.start();

  return {
    ...chain,
    log,
    bridge,
    token,
    /** A redemption of this bridge, recorded at `time` or when the log started. */
    redeem: (n: number, recipient: Address, amount: number, time = start) =>
      redeem(n, time, { chainId, bridge: address, recipient, amount }),
    /** The watcher's word for the anchor numbered `index`. */
    confirm: async (index: number, head: Previous) => {
      const args = [index, BigInt(head.size), head.root, head.time] as const;
      await log.write.confirm(args, { account: admin.account });
      return { index, size: BigInt(head.size), root: head.root, time: head.time };
    },
  };
}
