import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashLeaf } from '@luna/tlog';
import { bytesToHex } from 'viem';
import { startChain } from '../support/fixture.ts';
import type { Previous } from '../support/fixture.ts';
import { entryOf, LogTree } from '../support/log-tree.ts';

const SIZES = [1, 2, 3, 255, 256, 257, 600, 1_024, 1_025, 65_537];

void describe('PassportLog and @luna/tlog', () => {
  void it('agree on consistency and inclusion proofs along a growing log', async () => {
    const chain = await startChain();
    const log = await chain.deploy();
    const tree = new LogTree().growTo(65_537);
    const { time, root } = await log.read.start();
    let head: Previous = { size: 0, root, time };
    for (const [i, size] of SIZES.entries()) {
      head = (await chain.anchor(log, tree, size, head)).head;
      const checkpoint = { index: i + 1, size: BigInt(size), root: head.root, time: head.time };
      for (const index of new Set([0, size >> 1, size - 1])) {
        const leaf = bytesToHex(hashLeaf(entryOf(index)));
        const proof = await tree.inclusion(index, size);
        const args = [checkpoint, leaf, BigInt(index), proof] as const;
        assert.equal(await log.read.verifyInclusion(args), true, `${index} of ${size}`);
      }
    }
    assert.equal((await log.read.head())[1], SIZES.length);
  });

  void it('behaviour: a fork of the log is refused', async () => {
    const chain = await startChain();
    const log = await chain.deploy();
    const { time, root } = await log.read.start();
    const honest = new LogTree().growTo(1_000);
    const { head } = await chain.anchor(log, honest, 1_000, { size: 0, root, time });
    const forked = new LogTree().growTo(999).growTo(1_200, 7);
    await assert.rejects(chain.anchor(log, forked, 1_200, head), /PassportLog_NotAnExtension/);
    await chain.anchor(log, honest.growTo(1_200), 1_200, head);
  });
});
