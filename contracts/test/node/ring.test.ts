import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startChain } from '../support/fixture.ts';
import type { Previous } from '../support/fixture.ts';
import { LogTree } from '../support/log-tree.ts';

const ANCHORS = 300;
const RING = 256;

void describe('ring', () => {
  void it('holds exactly the last 256 checkpoints, each under its own index', async () => {
    const chain = await startChain();
    const log = await chain.deploy();
    const tree = new LogTree().growTo(ANCHORS);
    const { time, root } = await log.read.start();
    const heads: Previous[] = [{ size: 0, root, time }];
    for (let size = 1; size <= ANCHORS; size += 1) {
      const previous = heads[size - 1];
      assert.ok(previous);
      heads.push((await chain.anchor(log, tree, size, previous)).head);
    }

    const isAnchored = async (index: number, head: Previous) =>
      (await log.read.isAnchored([index, BigInt(head.size), head.root, head.time]))[0];
    for (const [index, head] of heads.entries()) {
      assert.equal(await isAnchored(index, head), index > ANCHORS - RING, `anchor ${index}`);
      // The same slot under the index of another round is another checkpoint.
      const other = index >= RING ? index - RING : index + RING;
      assert.equal(await isAnchored(other, head), false, `anchor ${index} as ${other}`);
    }
  });
});
