import { LunaError } from '@luna/runtime';
import { numberToHex } from 'viem';
import type { Address, Hash, Hex } from 'viem';
import { z } from 'zod';

import * as answers from './answers.ts';
import type { ChainLog, Header, KnownTransaction, Receipt } from './answers.ts';
import { toChainError } from './node-refused.ts';

/** Where a question is asked at: a tag, or a block number. */
export type BlockAt = 'latest' | 'finalized' | number;

export interface CallRequest {
  from: Address;
  to: Address;
  data: Hex;
  value: bigint;
}

/**
 * The JSON-RPC calls we make, each with its answer parsed. Every method throws LunaError:
 * CHAIN_UNAVAILABLE (retryable) when no node answers, CHAIN_NODE_REFUSED when one answers with an
 * error, CHAIN_ANSWER_INVALID (retryable, with another node) when the answer is not what it must be.
 */
export class ChainRpc {
  readonly #ask: (method: string, params: readonly unknown[]) => Promise<unknown>;

  /** @param client a viem client, or anything else with an EIP-1193 `request` */
  constructor(client: unknown) {
    const { request } = requesterSchema.parse(client);
    this.#ask = (method, params) => request({ method, params });
  }

  async #request<T>(
    schema: z.ZodType<T>,
    method: string,
    params: readonly unknown[] = [],
  ): Promise<T> {
    let answer: unknown;
    try {
      answer = await this.#ask(method, params);
    } catch (error) {
      throw toChainError(error, method);
    }
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new LunaError(
      'CHAIN_ANSWER_INVALID',
      `The chain's node gave no proper answer to ${method}`,
      {
        retryable: true,
        details: { method, issues: z.prettifyError(parsed.error) },
      },
    );
  }

  chainId(): Promise<number> {
    return this.#request(answers.safeNumber, 'eth_chainId');
  }

  /** Null when the node does not have that block (yet). */
  header(at: BlockAt): Promise<Header | null> {
    return this.#request(answers.header.nullable(), 'eth_getBlockByNumber', [
      blockParameter(at),
      false,
    ]);
  }

  /** Logs of one block by its hash, so that a node on another branch cannot answer for it. */
  logs(blockHash: Hash, addresses: readonly Address[]): Promise<ChainLog[]> {
    return this.#request(z.array(answers.log), 'eth_getLogs', [{ blockHash, address: addresses }]);
  }

  logsBetween(address: Address, fromBlock: number, toBlock: number): Promise<ChainLog[]> {
    const filter = { address, fromBlock: numberToHex(fromBlock), toBlock: numberToHex(toBlock) };
    return this.#request(z.array(answers.log), 'eth_getLogs', [filter]);
  }

  /** All receipts of a block, or null when the node does not have it. */
  blockReceipts(blockHash: Hash): Promise<Receipt[] | null> {
    return this.#request(z.array(answers.receipt).nullable(), 'eth_getBlockReceipts', [blockHash]);
  }

  receipt(transaction: Hash): Promise<Receipt | null> {
    return this.#request(answers.receipt.nullable(), 'eth_getTransactionReceipt', [transaction]);
  }

  /** The transaction as this node knows it, mined or waiting; null when it does not know it. */
  transaction(transaction: Hash): Promise<KnownTransaction | null> {
    return this.#request(answers.knownTransaction.nullable(), 'eth_getTransactionByHash', [
      transaction,
    ]);
  }

  /** The nonce the account's next transaction needs, after block `at`. */
  transactionCount(account: Address, at: BlockAt): Promise<number> {
    return this.#request(answers.safeNumber, 'eth_getTransactionCount', [
      account,
      blockParameter(at),
    ]);
  }

  /** The code at an address, `0x` where there is none. */
  code(address: Address): Promise<Hex> {
    return this.#request(answers.hex, 'eth_getCode', [address, 'latest']);
  }

  /** What a contract returns to this call, at the newest block. Refused with `reverted` when it reverts. */
  call(to: Address, data: Hex): Promise<Hex> {
    return this.#request(answers.hex, 'eth_call', [{ to, data }, 'latest']);
  }

  /** Gas the call would use now. Refused with `reverted` when it would not succeed. */
  estimateGas({ from, to, data, value }: CallRequest): Promise<bigint> {
    return this.#request(answers.quantity, 'eth_estimateGas', [
      { from, to, data, value: numberToHex(value) },
    ]);
  }

  /** The tip this node would pay, wei per gas. */
  suggestedTip(): Promise<bigint> {
    return this.#request(answers.quantity, 'eth_maxPriorityFeePerGas');
  }

  sendRaw(raw: Hex): Promise<Hash> {
    return this.#request(answers.hash, 'eth_sendRawTransaction', [raw]);
  }

  /** Mines empty blocks; the development chain only. */
  async mine(blocks: number): Promise<void> {
    await this.#request(z.unknown(), 'anvil_mine', [numberToHex(blocks)]);
  }
}

const requesterSchema = z.object({
  request: z.custom<
    (arguments_: { method: string; params: readonly unknown[] }) => Promise<unknown>
  >((value) => typeof value === 'function'),
});

function blockParameter(at: BlockAt): string {
  return typeof at === 'number' ? numberToHex(at) : at;
}
