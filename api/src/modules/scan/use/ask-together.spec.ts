import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askTogether } from './ask-together.ts';

describe('askTogether', () => {
  it('asks once for all who ask while an earlier question is under way', async () => {
    const asked: string[][] = [];
    const ask = askTogether(async (keys) => {
      asked.push([...keys]);
      await sleep(5);
      return new Map(keys.map((key) => [key, `${key}!`]));
    }, 1);
    const first = ask('a');
    await sleep(1);
    const answers = await Promise.all([first, ask('a'), ask('b'), ask('b'), ask('c')]);
    expect(answers).toEqual(['a!', 'a!', 'b!', 'b!', 'c!']);
    expect(asked).toEqual([['a'], ['a', 'b', 'c']]);
  });

  it('tells who asks for something that is not there', async () => {
    expect(await askTogether(() => Promise.resolve(new Map()), 1)('a')).toBeUndefined();
  });

  it('fails for those who asked together, and for nobody after them', async () => {
    let broken = true;
    const ask = askTogether((keys) => {
      if (broken) return Promise.reject(new Error('down'));
      return Promise.resolve(new Map(keys.map((key) => [key, 1])));
    }, 1);
    const together = await Promise.allSettled([ask('a'), ask('b')]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await ask('a')).toBe(1);
  });

  it('asks again at once while fewer questions are under way than may be', async () => {
    const asked: string[][] = [];
    const ask = askTogether(async (keys) => {
      asked.push([...keys]);
      await sleep(20);
      return new Map(keys.map((key) => [key, key]));
    }, 2);
    const answers: Promise<unknown>[] = [];
    for (const key of ['a', 'b', 'c', 'd']) {
      answers.push(ask(key));
      await sleep(2);
    }
    expect(asked).toEqual([['a'], ['b']]);
    await Promise.all(answers);
    expect(asked).toEqual([['a'], ['b'], ['c', 'd']]);
  });

  it('never tells anybody what was true only before they asked', async () => {
    const delays = fc.array(fc.record({ wait: fc.nat(3), read: fc.nat(3), write: fc.boolean() }), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(delays, fc.integer({ min: 1, max: 3 }), async (steps, atOnce) => {
        let stored = 0;
        let reading = 0;
        let slow = 0;
        const ask = askTogether(async (keys) => {
          expect((reading += 1)).toBeLessThanOrEqual(atOnce);
          const seen = stored;
          await sleep(slow);
          reading -= 1;
          return new Map(keys.map((key) => [key, seen]));
        }, atOnce);
        const answers: Promise<void>[] = [];
        for (const { wait, read, write } of steps) {
          if (write) stored += 1;
          slow = read;
          const before = stored;
          answers.push(
            ask('a').then((told) => {
              expect(told).toBeGreaterThanOrEqual(before);
            }),
          );
          await sleep(wait);
        }
        await Promise.all(answers);
      }),
      { numRuns: 20 },
    );
  });
});
