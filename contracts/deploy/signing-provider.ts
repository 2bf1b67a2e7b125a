import { createWalletClient, custom, http } from 'viem';
import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';

const hex = z.templateLiteral(['0x', z.string()]);
const quantity = hex.transform((value) => BigInt(value));

/** The transactions Ignition sends: every field is filled in, fees by EIP-1559 or, on old chains, by gas price. */
const transactionSchema = z.object({
  to: hex.optional(),
  data: hex.optional(),
  value: quantity,
  nonce: hex.transform(Number),
  gas: quantity,
  gasPrice: quantity.optional(),
  maxFeePerGas: quantity.optional(),
  maxPriorityFeePerGas: quantity.optional(),
});

/** An EIP-1193 provider, and the only account it signs for. */
export type SigningProvider = ReturnType<typeof signingProvider>;

/**
 * An EIP-1193 provider over an RPC URL that signs `eth_sendTransaction` with the key given, because the nodes we deploy
 * to hold no keys.
 */
export function signingProvider(rpcUrl: string, key: Hex) {
  const account = privateKeyToAccount(key);
  const rpc = http(rpcUrl)({ retryCount: 3 });

  async function send(parameters: unknown): Promise<Hex> {
    const [{ gasPrice, maxFeePerGas, maxPriorityFeePerGas, ...rest }] = z
      .tuple([transactionSchema])
      .parse(parameters);
    const fees =
      gasPrice === undefined
        ? { type: 'eip1559' as const, maxFeePerGas, maxPriorityFeePerGas }
        : { type: 'legacy' as const, gasPrice };
    const wallet = createWalletClient({ account, transport: custom(rpc) });
    const chainId = await wallet.getChainId();
    const serializedTransaction = await account.signTransaction({ ...rest, ...fees, chainId });
    return wallet.sendRawTransaction({ serializedTransaction });
  }

  return {
    address: account.address satisfies Address,
    request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
      if (method === 'eth_sendTransaction') return send(params);
      return rpc.request({ method, params });
    },
  };
}
