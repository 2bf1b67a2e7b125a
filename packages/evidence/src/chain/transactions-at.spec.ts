import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FakeChain } from '../testing/index.ts';
import type { Hex } from './chain-reader.ts';
import { transactionsAt } from './transactions-at.ts';

/** A chain whose block n has the given time and one transaction, n. */
function chainOf(times: readonly number[]): FakeChain {
  const chain = new FakeChain();
  const name = (number: number): Hex => `0x${number.toString(16)}`;
  chain.blockTime = (block) => Promise.resolve(times[Number(block)] ?? null);
  chain.transactions = (block) => Promise.resolve([name(block)]);
  return chain;
}

describe('transactionsAt', () => {
  test('finds every block of that second, wherever it is', async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (gaps, pick) => {
        let now = 1000;
        const times = gaps.map((gap) => (now += gap));
        const time = times[pick % times.length] ?? 0;
        const expected = times.flatMap((at, block) =>
          at === time ? [`0x${block.toString(16)}`] : [],
        );
        expect(await transactionsAt(chainOf(times), times.length - 1, time)).toEqual(expected);
      }),
    );
  });

  test('null when there is no block of that second', async () => {
    const chain = chainOf([10, 20, 30]);
    for (const time of [5, 15, 35]) expect(await transactionsAt(chain, 2, time)).toBeNull();
  });

  test('null when the node no longer has blocks or what was in them', async () => {
    const chain = chainOf([10, 20, 30]);
    chain.transactions = () => Promise.resolve(null);
    expect(await transactionsAt(chain, 2, 20)).toBeNull();
    chain.blockTime = () => Promise.resolve(null);
    expect(await transactionsAt(chain, 2, 20)).toBeNull();
  });
});
