import { startChain } from './fixture.ts';
import type { Previous } from './fixture.ts';
import { LogTree } from './log-tree.ts';

const FIRST_SIZE = 1_000_000;
const LAST_SIZE = 1_060_000;
const MAX_ADDED = 800;

/** Gas of whole `anchor` transactions, call data and the 21,000 included, under Cancun rules. */
export type AnchorGas = { anchors: number; least: number; median: number; worst: number };

/** Growth of each anchor, 1 to 800, the same in every run (a linear congruential generator). */
function* growths(): Generator<number> {
  for (let state = 20_261_120; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield 1 + (state % MAX_ADDED);
  }
}

/** Anchors a log from 1.00 to 1.06 million entries on a chain in memory, proofs by @luna/tlog; about ten seconds. */
export async function measureAnchorGas(): Promise<AnchorGas> {
  const chain = await startChain();
  const log = await chain.deploy();
  const tree = new LogTree().growTo(LAST_SIZE);
  const { time, root } = await log.read.start();
  const empty: Previous = { size: 0, root, time };
  let { head } = await chain.anchor(log, tree, FIRST_SIZE, empty);

  const used: number[] = [];
  for (const added of growths()) {
    const size = head.size + added;
    if (size > LAST_SIZE) break;
    const anchored = await chain.anchor(log, tree, size, head);
    head = anchored.head;
    used.push(Number(anchored.receipt.gasUsed));
  }
  used.sort((a, b) => a - b);
  return {
    anchors: used.length,
    least: used[0] ?? 0,
    median: used[used.length >> 1] ?? 0,
    worst: used.at(-1) ?? 0,
  };
}
