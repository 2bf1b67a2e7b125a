import fc from 'fast-check';
import { expect, it } from 'vitest';
import { believedKeys, nextKey, signingKey, type KeyTimes } from './signing-plan.ts';

const DAY = 24 * 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');

/** Lives for some days as the processes do: whoever looks makes the next key when it is time. */
function live(looks: readonly number[]): { keys: KeyTimes[]; signed: [KeyTimes, number][] } {
  let keys: KeyTimes[] = [];
  const signed: [KeyTimes, number][] = [];
  for (const now of looks) {
    const plan = nextKey(keys, now);
    if (plan !== undefined) {
      keys = keys.map((key) => ({ ...key, retiredAt: key.retiredAt ?? plan.othersRetireAt }));
      keys.push({ notBefore: plan.notBefore, retiredAt: null });
    }
    const key = signingKey(keys, now);
    if (key === undefined) throw new Error(`nothing signs at ${now}`);
    signed.push([key, now]);
  }
  return { keys, signed };
}

it('announces the next key a day before it signs, and believes the last for a week and an hour after', () => {
  const first = { notBefore: START, retiredAt: null };
  expect(nextKey([first], START + 29 * DAY - 1)).toBeUndefined();
  expect(nextKey([first], START + 29 * DAY)).toEqual({
    notBefore: START + 30 * DAY,
    othersRetireAt: START + 37 * DAY + 3_600_000,
  });
  const next = { notBefore: START + 30 * DAY, retiredAt: null };
  const last = { ...first, retiredAt: START + 37 * DAY };
  expect(signingKey([last, next], START + 29.5 * DAY)).toBe(last);
  expect(signingKey([last, next], START + 30 * DAY)).toBe(next);
  expect(believedKeys([last, next], START + 29.5 * DAY)).toEqual([last, next]);
  expect(believedKeys([last, next], START + 37 * DAY)).toEqual([next]);
});

it('makes a key at once when all are retired: after a theft', () => {
  const stolen = { notBefore: START, retiredAt: START + DAY };
  expect(nextKey([stolen], START + DAY)).toMatchObject({ notBefore: START + DAY });
});

it('always has a key that signs, and believes each signature for seven days', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 45 * 24 }), { minLength: 1, maxLength: 60 }),
      (gaps) => {
        let now = START;
        const looks = gaps.map((hours) => (now += hours * 3_600_000));
        const { keys, signed } = live(looks);
        for (const [key, at] of signed) {
          const { retiredAt } = keys.find(({ notBefore }) => notBefore === key.notBefore) ?? key;
          expect(retiredAt ?? Infinity).toBeGreaterThanOrEqual(at + 7 * DAY);
        }
      },
    ),
  );
});
