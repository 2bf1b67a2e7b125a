import { keccak256, numberToHex, toHex } from 'viem';
import type { Hash, Hex } from 'viem';

import { ChainRpc } from '../rpc/chain-rpc.ts';

const EMPTY_BLOOM: Hex = `0x${'0'.repeat(512)}`;

export const blockHash = (number: number, branch = ''): Hash =>
  keccak256(toHex(`${branch}${number}`));

/** A block as a node answers it. */
export function rawBlock(number: number, { branch = '', logsBloom = EMPTY_BLOOM } = {}) {
  return {
    number: numberToHex(number),
    hash: blockHash(number, branch),
    parentHash: blockHash(number - 1, branch),
    timestamp: numberToHex(1_700_000_000 + number),
    logsBloom,
    transactions: [],
  };
}

export type Answers = Record<string, (...params: readonly unknown[]) => unknown>;

/** A node that answers from a table and is silent otherwise. */
export function fakeNode(answers: Answers): ChainRpc {
  return new ChainRpc({
    request: ({ method, params }: { method: string; params: readonly unknown[] }) => {
      const answer = answers[method];
      return answer === undefined
        ? Promise.reject(new Error('silence'))
        : Promise.resolve(answer(...params));
    },
  });
}
