import { assertChainId, createChainClients, NodeRefusedError } from '@luna/chain';
import { LunaError, type Config } from '@luna/runtime';
import { encodeFunctionData, hashMessage, parseAbi, type Address, type Hex } from 'viem';

const abi = parseAbi([
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
]);
/** EIP-1271: `bytes4(keccak256("isValidSignature(bytes32,bytes)"))`, as the ABI pads it. Nothing else is a yes. */
const YES: Hex = `0x1626ba7e${'00'.repeat(28)}`;
/** Somebody waits for the answer, so every node gets one short chance. */
const PATIENCE = { timeoutMs: 3_000, retries: 0 };

/**
 * Whether the contract at this address says that it signed the message (EIP-1271). Without a
 * configured chain, and where there is no code, nobody says so. A contract's revert is a no.
 * @throws LunaError CHAIN_UNAVAILABLE (retryable) when no node of our chain answers.
 */
export async function signedByContract(
  { CHAIN_ID: chainId, RPC_URLS: urls }: Config,
  address: Address,
  message: string,
  signature: Hex,
): Promise<boolean> {
  if (urls === undefined) return false;
  try {
    const clients = createChainClients({ chainId, urls, ...PATIENCE });
    const [code] = await Promise.all([clients.rpc.code(address), assertChainId(clients)]);
    if (code === '0x') return false;
    const args = [hashMessage(message), signature] as const;
    const data = encodeFunctionData({ abi, functionName: 'isValidSignature', args });
    return (await clients.rpc.call(address, data)) === YES;
  } catch (cause) {
    if (cause instanceof NodeRefusedError && cause.refusal === 'reverted') return false;
    throw new LunaError(
      'CHAIN_UNAVAILABLE',
      'The chain cannot be asked now whether this contract signed. Try again in a moment.',
      { retryable: true, cause },
    );
  }
}
