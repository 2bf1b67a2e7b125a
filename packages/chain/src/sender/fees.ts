import type { ChainSettings } from '../chain-settings.ts';

/** EIP-1559 fees in wei per gas: the most we pay in all, and the part that goes to the producer. */
export interface Fees {
  readonly maxFee: bigint;
  readonly maxTip: bigint;
}

export interface Market {
  /** Of the newest block. */
  readonly baseFee: bigint;
  /** What the node suggests. */
  readonly suggestedTip: bigint;
}

type FeeSettings = Pick<ChainSettings, 'minTip' | 'maxTip' | 'maxFee'>;

/** A tip the producers accept, and room for six full blocks in a row (12.5 % each, EIP-1559). */
export function quoteFees(settings: FeeSettings, { baseFee, suggestedTip }: Market): Fees {
  const followed = suggestedTip < settings.maxTip ? suggestedTip : settings.maxTip;
  const maxTip = followed > settings.minTip ? followed : settings.minTip;
  return { maxTip, maxFee: 2n * baseFee + maxTip };
}

/** Nodes take a replacement only when *both* fees are at least a tenth higher. */
export function raiseFees(previous: Fees, quote: Fees): Fees {
  const maxTip = larger(tenthMore(previous.maxTip), quote.maxTip);
  return { maxTip, maxFee: larger(larger(tenthMore(previous.maxFee), quote.maxFee), maxTip) };
}

export function isAffordable(settings: FeeSettings, fees: Fees): boolean {
  return fees.maxFee <= settings.maxFee;
}

function tenthMore(value: bigint): bigint {
  return (value * 11n + 9n) / 10n;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
