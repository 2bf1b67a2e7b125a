import { getAddress, keccak256, numberToHex, toHex, zeroHash } from 'viem';
import type { Address, Hex } from 'viem';
import { describe, expect, test } from 'vitest';

import { header as headerSchema } from '../rpc/answers.ts';
import { bloomOf, mayHold } from '../rpc/bloom.ts';
import { blockHash, fakeNode, rawBlock } from '../testing/fake-node.ts';
import type { Answers } from '../testing/fake-node.ts';
import { blockLogs } from './block-logs.ts';

const addressOf = (seed: number): Address =>
  getAddress(`0x${keccak256(toHex(`address ${seed}`)).slice(-40)}`);
const topicOf = (seed: number): Hex => keccak256(toHex(`topic ${seed}`));

function rawLog(seed: number, logIndex: number, contract = addressOf(seed)) {
  return {
    address: contract,
    topics: [topicOf(seed)],
    data: '0x',
    blockNumber: '0x5',
    blockHash: blockHash(5),
    transactionHash: zeroHash,
    logIndex: numberToHex(logIndex),
  };
}

const rawReceipt = (logs: readonly unknown[]) => ({
  transactionHash: zeroHash,
  blockHash: blockHash(5),
  blockNumber: '0x5',
  status: '0x1',
  gasUsed: '0x1',
  effectiveGasPrice: '0x1',
  logs,
});

/** A block full of other people's logs, as on a busy chain. */
const others = Array.from({ length: 150 }, (_, at) => rawLog(at, at));
const busy = headerSchema.parse(rawBlock(5, { logsBloom: bloomOf(others) }));
/** A contract that the bloom seems to name, though it logged nothing. */
const lookalike =
  Array.from({ length: 10_000 }, (_, at) => addressOf(1_000 + at)).find((contract) =>
    mayHold(busy.logsBloom, contract),
  ) ?? addressOf(0);

const read = (answers: Answers, contract: Address, header = busy) =>
  blockLogs(fakeNode(answers), header, [contract]);

describe('blockLogs', () => {
  test('believes an empty answer that the bloom agrees with, without further questions', async () => {
    const quiet = headerSchema.parse(rawBlock(5));
    expect(await read({ eth_getLogs: () => [] }, addressOf(1), quiet)).toEqual([]);
  });

  test('a bloom that only seems to name the contract is cleared up by the receipts', async () => {
    const answers = { eth_getLogs: () => [], eth_getBlockReceipts: () => [rawReceipt(others)] };
    expect(await read(answers, lookalike)).toEqual([]);
  });

  test('finds in the receipts what the logs left out, in order', async () => {
    const contract = addressOf(7);
    const all = [...others.toReversed(), rawLog(7, 200, contract)];
    const answers = { eth_getLogs: () => [], eth_getBlockReceipts: () => [rawReceipt(all)] };
    const found = await read(answers, contract);
    expect(found.map(({ logIndex }) => logIndex)).toEqual([7, 200]);
  });

  test.each([
    ['no receipts', () => null],
    ['receipts that leave out a log', () => [rawReceipt(others.slice(1))]],
    [
      'receipts of another block',
      () => [rawReceipt(others.map((log) => ({ ...log, blockHash: zeroHash })))],
    ],
  ])('error: %s', async (_, receipts) => {
    const answers = { eth_getLogs: () => [], eth_getBlockReceipts: receipts };
    await expect(read(answers, addressOf(0))).rejects.toMatchObject({
      code: 'CHAIN_LOGS_INCOMPLETE',
      retryable: true,
    });
  });

  test.each([
    ['another block', { blockHash: zeroHash }],
    ['another contract', { address: addressOf(99) }],
    ['a removed log', { removed: true }],
  ])('error: logs of %s', async (_, change) => {
    const answers = { eth_getLogs: () => [{ ...rawLog(7, 1), ...change }] };
    await expect(read(answers, addressOf(7))).rejects.toMatchObject({
      code: 'CHAIN_LOGS_INCOMPLETE',
    });
  });
});
