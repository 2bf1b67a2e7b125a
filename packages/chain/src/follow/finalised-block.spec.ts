import { describe, expect, test } from 'vitest';

import { chainSettings } from '../chain-settings.ts';
import { blockHash, fakeNode, rawBlock } from '../testing/fake-node.ts';
import { finalisedBlock, quorumOf } from './finalised-block.ts';

const settings = chainSettings(137);
const silent = fakeNode({});

/** A node whose newest final block is `number`. */
function nodeAt(number: number, branch = '') {
  return fakeNode({
    eth_getBlockByNumber: (at) => rawBlock(at === 'finalized' ? number : Number(at), { branch }),
  });
}

test('quorumOf: all of one or two, two of three, a majority of more', () => {
  expect([1, 2, 3, 4, 5].map(quorumOf)).toEqual([1, 2, 2, 3, 3]);
});

describe('finalisedBlock', () => {
  test('is the newest that a quorum has reached', async () => {
    const nodes = [nodeAt(10), nodeAt(12), nodeAt(7)];
    expect(await finalisedBlock({ nodes, settings }, 100)).toEqual({
      number: 10,
      hash: blockHash(10),
    });
  });

  test('is never above what was followed', async () => {
    const found = await finalisedBlock({ nodes: [nodeAt(10)], settings }, 4);
    expect(found).toEqual({ number: 4, hash: blockHash(4) });
  });

  test('silence is lag: one of three may be silent, one of two may not', async () => {
    const three = [nodeAt(10), silent, nodeAt(9)];
    expect(await finalisedBlock({ nodes: three, settings }, 100)).toMatchObject({ number: 9 });
    expect(await finalisedBlock({ nodes: [nodeAt(10), silent], settings }, 100)).toBeNull();
    expect(await finalisedBlock({ nodes: [silent], settings }, 100)).toBeNull();
  });

  test('error: disagreement about a final block is an incident, not lag', async () => {
    const nodes = [nodeAt(10), nodeAt(10, 'other '), nodeAt(10)];
    await expect(finalisedBlock({ nodes, settings }, 100)).rejects.toMatchObject({
      code: 'CHAIN_NODES_DISAGREE',
      retryable: false,
    });
  });
});
