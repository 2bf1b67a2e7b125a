import { nbTokenAbi, pointsBridgeAbi, pointsBridgeBytecode } from '@luna/contracts-abi';
import { createWalletClient, encodeFunctionData, getAddress, http, parseEther } from 'viem';
import type { Address, Hash, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

import { TEST_KEYS } from './accounts.ts';
import type { Lab } from './lab.ts';
import { mined } from './passport-log.ts';

const account = privateKeyToAccount(TEST_KEYS[0]);

/** A PointsBridge on the lab's chain, whose first test account holds `NB` that nobody claimed. */
export interface TestBridge {
  readonly address: Address;
  readonly holder: Address;
  /** Burns whole points. Returns the transaction. */
  deposit(points: number, ref: Hex): Promise<Hash>;
}

/** `authority` and `log` must be contracts; the log's maturity is read. */
export async function deployBridge(
  lab: Lab,
  authority: Address,
  log: Address,
): Promise<TestBridge> {
  const { client, settings } = lab.clients;
  const wallet = createWalletClient({ account, chain: settings.viem, transport: http(lab.url) });
  const receipt = await mined(
    lab,
    await wallet.deployContract({
      abi: pointsBridgeAbi,
      bytecode: pointsBridgeBytecode,
      args: [authority, log, 1_000n],
    }),
  );
  if (!receipt.contractAddress) throw new Error('nothing was deployed');
  const address = getAddress(receipt.contractAddress);
  const bridge = { address, abi: pointsBridgeAbi } as const;
  const token = await client.readContract({ ...bridge, functionName: 'token' });
  const amount = parseEther('1000');
  const args = [account.address, amount] as const;
  await lab.rpc('anvil_impersonateAccount', [address]);
  await lab.rpc('anvil_setBalance', [address, '0xde0b6b3a7640000']);
  const data = encodeFunctionData({ abi: nbTokenAbi, functionName: 'mint', args });
  const minted = await lab.rpc('eth_sendTransaction', [{ from: address, to: token, data }]);
  await mined(lab, minted as Hash);
  await mined(
    lab,
    await wallet.writeContract({
      address: token,
      abi: nbTokenAbi,
      functionName: 'approve',
      args: [address, amount],
    }),
  );
  return {
    address,
    holder: account.address,
    deposit: async (points, ref) => {
      const transaction = await wallet.writeContract({
        ...bridge,
        functionName: 'deposit',
        args: [parseEther(String(points)), ref],
      });
      await mined(lab, transaction);
      return transaction;
    },
  };
}
