const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long a key signs. */
const SIGNS = 30 * DAY;
/** How long before it signs it is published, so that every cache of the JWKS has it by then. */
const AHEAD = DAY;
/** How long it is believed after its successor began: longer than anything it signed lives (7 days). */
const AFTER = 7 * DAY + HOUR;

/** Times in Unix milliseconds. */
export type KeyTimes = { notBefore: number; retiredAt: number | null };

/**
 * What is to happen to the signing keys now: undefined, or when the key that is to be made begins to
 * sign, and when all the others cease to be believed.
 */
export function nextKey(
  keys: readonly KeyTimes[],
  now: number,
): { notBefore: number; othersRetireAt: number } | undefined {
  const usable = keys.filter((key) => key.retiredAt === null);
  if (usable.length === 0) return { notBefore: now, othersRetireAt: now + AFTER };
  const newest = Math.max(...usable.map((key) => key.notBefore));
  if (now < newest + SIGNS - AHEAD) return undefined;
  const notBefore = Math.max(newest + SIGNS, now);
  return { notBefore, othersRetireAt: notBefore + AFTER };
}

/** The key that signs now: the youngest whose time has come and that is still believed. */
export function signingKey<K extends KeyTimes>(keys: readonly K[], now: number): K | undefined {
  return keys
    .filter((key) => key.notBefore <= now && (key.retiredAt ?? Infinity) > now)
    .reduce<K | undefined>(
      (best, key) => (best && best.notBefore >= key.notBefore ? best : key),
      undefined,
    );
}

/** The keys whose signatures count now, those that are only announced included. */
export function believedKeys<K extends KeyTimes>(keys: readonly K[], now: number): K[] {
  return keys.filter((key) => (key.retiredAt ?? Infinity) > now);
}
