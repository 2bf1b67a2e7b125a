/** Something that runs for a short round and tells what is measured of it: how much it did per second, as a rule. */
export type Contestant = () => Promise<number>;

/**
 * Runs contestants in turns, `rounds` rounds after one of warm-up, and returns what each one told. The
 * order turns around every round (A B, B A, …), so whatever drifts, drifts for all; `fixed` where one
 * needs what the other has made.
 */
export async function takeTurns<Name extends string>(
  contestants: Record<Name, Contestant>,
  rounds: number,
  say: (text: string) => void,
  { order = 'turning', unit = '/s' }: { order?: 'turning' | 'fixed'; unit?: string } = {},
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const rates = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  for (let round = 0; round <= rounds; round += 1) {
    const turned = order === 'turning' && round % 2 === 1;
    for (const name of turned ? [...names].reverse() : names) {
      const rate = await contestants[name]();
      if (round > 0) rates[name].push(rate);
      say(
        `${round === 0 ? 'warm-up' : `round ${round}/${rounds}`}  ${name} ${Math.round(rate)}${unit}`,
      );
    }
  }
  return rates;
}

/** Ratios round by round: what both saw of a noisy machine cancels out. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  return over.map((rate, round) => rate / (under[round] ?? NaN));
}
