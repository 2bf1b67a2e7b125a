import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseEther } from 'viem';
import type { Address } from 'viem';
import { startBridge } from '../support/bridge-fixture.ts';
import { MIN_SPACING } from '../support/fixture.ts';
import type { Previous } from '../support/fixture.ts';
import { LogTree } from '../support/log-tree.ts';

const ANCHORS = 2_000;
const EVERY = 10;
const MATURITY = 600;
const RING = 256;
const HOLDER: Address = '0x00000000000000000000000000000000000000b1';

void describe('2,000 anchors at the least spacing, with the maturity of production', () => {
  void it('claims succeed throughout: as soon as they ripen, and until the ring forgets', async () => {
    const stand = await startBridge();
    const { log, bridge, token, anchor, confirm } = stand;
    const tree = new LogTree();
    const start = await log.read.start();
    let head: Previous = { ...start, size: 0 };
    const ripe = MATURITY / MIN_SPACING;
    const waiting = new Map<number, () => Promise<void>>();

    for (let index = 1; index <= ANCHORS; index += 1) {
      const redeemed = stand.redeem(index, HOLDER, 1, head.time);
      const leafIndex = tree.size;
      tree.append([redeemed.entry]);
      const size = tree.size;
      ({ head } = await anchor(log, tree, size, head));
      if (index % EVERY === 0) {
        const checkpoint = await confirm(index, head);
        const proof = await tree.inclusion(leafIndex, size);
        // One in the block after the anchor that is just old enough, the next in the last block of the ring.
        const wait = index % (2 * EVERY) === 0 ? ripe : RING - 1;
        waiting.set(index + wait, async () => {
          const claim = { ...redeemed.claim, leafIndex: BigInt(leafIndex), proof };
          await bridge.write.claim([checkpoint, claim]);
        });
      }
      await waiting.get(index)?.();
      waiting.delete(index);
    }

    const claimed = ANCHORS / EVERY - waiting.size;
    assert.ok(claimed >= 180, `${claimed} claims`);
    assert.equal(await token.read.balanceOf([HOLDER]), parseEther(String(claimed)));
  });
});
