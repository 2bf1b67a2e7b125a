import type { ChainClients } from '@luna/chain';
import { passportLogAbi as abi } from '@luna/contracts-abi';
import { hexToBytes, zeroAddress, type Address } from 'viem';

/** The checkpoint a contract will ask the next anchor to extend. Time in Unix seconds. */
export type ChainHead = {
  contract: Address;
  anchorer: Address;
  index: number;
  size: number;
  /** Set while the contract has no anchor of its own: the checkpoint it started from. */
  start?: { root: Uint8Array; time: number };
};

/** The contract that takes anchors now: the first, or the last of its successors. */
export async function activeContract(
  { client }: Pick<ChainClients, 'client'>,
  first: Address,
): Promise<Address> {
  for (let address = first; ;) {
    const [, successor] = await client.readContract({ abi, address, functionName: 'retirement' });
    if (successor === zeroAddress) return address;
    address = successor;
  }
}

/** Reads the head of the active contract. */
export async function readChainHead(
  clients: Pick<ChainClients, 'client'>,
  first: Address,
): Promise<ChainHead> {
  const address = await activeContract(clients, first);
  const { client } = clients;
  const [size, index, anchorer] = await client.readContract({ abi, address, functionName: 'head' });
  const start = await client.readContract({ abi, address, functionName: 'start' });
  return {
    contract: address,
    anchorer,
    index,
    size: Number(size),
    ...(start.index === index
      ? { start: { root: hexToBytes(start.root), time: Number(start.time) } }
      : {}),
  };
}
