import { createTestClient, createWalletClient, http, parseEther, publicActions } from 'viem';
import type { Address } from 'viem';
import { foundry } from 'viem/chains';

const ENOUGH = parseEther('100');

/** Gives an account of the development chain money from the chain's first account, unless it has enough. */
export async function fundAccount(rpcUrl: string, account: Address): Promise<boolean> {
  const transport = http(rpcUrl);
  const reader = createTestClient({ chain: foundry, mode: 'anvil', transport }).extend(
    publicActions,
  );
  if ((await reader.getBalance({ address: account })) >= ENOUGH / 2n) return false;
  const wallet = createWalletClient({ chain: foundry, transport });
  const [rich] = await wallet.getAddresses();
  if (rich === undefined) throw new Error('the development chain has no accounts');
  await wallet.sendTransaction({ account: rich, to: account, value: ENOUGH });
  return true;
}
