import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { concurrently } from './concurrently.ts';
import { seededRandom } from './random.ts';
import { ratios, takeTurns } from './rounds.ts';
import { median, quantile, spread } from './statistics.ts';

describe('statistics', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

  it('takes the nearest rank', () => {
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile(hundred, 1)).toBe(100);
    expect(median([3, 1, 2])).toBe(2);
    expect(quantile([], 0.5)).toBeNaN();
  });
  it('names the range', () => {
    expect(spread([0.5, 0.25, 0.75])).toBe('0.25–0.75');
  });
});

describe('seededRandom', () => {
  it('repeats itself for the same seed alone', () => {
    const take = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
    expect(take(3).every((n) => n >= 0 && n < 1)).toBe(true);
  });
});

describe('takeTurns', () => {
  const play = async (order: 'turning' | 'fixed' = 'turning') => {
    const seen: string[] = [];
    const contestant = (name: string) => () => {
      seen.push(name);
      return Promise.resolve(seen.length);
    };
    const contestants = { a: contestant('a'), b: contestant('b') };
    const rates = await takeTurns(contestants, 2, () => undefined, { order });
    return { seen: seen.join(''), rates };
  };

  it('turns the order around every round and leaves the warm-up out', async () => {
    expect(await play()).toEqual({ seen: 'abbaab', rates: { a: [4, 5], b: [3, 6] } });
  });
  it('keeps the order where one needs what the other made', async () => {
    expect((await play('fixed')).seen).toBe('ababab');
  });
  it('compares round by round', () => {
    expect(ratios([8, 30], [10, 40])).toEqual([0.8, 0.75]);
  });
});

describe('concurrently', () => {
  it('counts what every client has done', async () => {
    let done = 0;
    const began = performance.now();
    const rate = await concurrently(8, 60, async () => {
      await sleep(1);
      done += 1;
    });
    const seconds = (performance.now() - began) / 1000;
    expect(done).toBeGreaterThan(16);
    expect(rate * seconds).toBeGreaterThanOrEqual(done);
    expect(rate * seconds).toBeLessThan(done * 1.5);
  });
});
