import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { chainSettings } from '../chain-settings.ts';
import { isAffordable, quoteFees, raiseFees } from './fees.ts';

const polygon = chainSettings(137);
const gwei = (amount: number) => BigInt(amount) * 10n ** 9n;
const wei = fc.bigInt({ min: 0n, max: 10n ** 15n });
const fees = fc.record({ maxFee: wei, maxTip: wei });

describe('quoteFees', () => {
  test('offers the least tip Polygon takes, whatever the node suggests', () => {
    const quote = quoteFees(polygon, { baseFee: gwei(100), suggestedTip: 1n });
    expect(quote).toEqual({ maxTip: gwei(30), maxFee: gwei(230) });
  });

  test('follows a higher suggestion, up to a limit', () => {
    expect(quoteFees(polygon, { baseFee: 0n, suggestedTip: gwei(45) }).maxTip).toBe(gwei(45));
    expect(quoteFees(polygon, { baseFee: 0n, suggestedTip: gwei(9_999) }).maxTip).toBe(gwei(500));
  });

  test('always leaves the fee above tip and base fee', () => {
    fc.assert(
      fc.property(wei, wei, (baseFee, suggestedTip) => {
        const { maxFee, maxTip } = quoteFees(polygon, { baseFee, suggestedTip });
        expect(maxTip).toBeGreaterThanOrEqual(polygon.minTip);
        expect(maxFee).toBeGreaterThanOrEqual(baseFee + maxTip);
      }),
    );
  });
});

describe('raiseFees', () => {
  test('raises both by at least a tenth, to at least the market, and keeps tip below fee', () => {
    fc.assert(
      fc.property(fees, fees, (previous, quote) => {
        const raised = raiseFees(previous, quote);
        expect(raised.maxFee * 10n).toBeGreaterThanOrEqual(previous.maxFee * 11n);
        expect(raised.maxTip * 10n).toBeGreaterThanOrEqual(previous.maxTip * 11n);
        expect(raised.maxFee).toBeGreaterThanOrEqual(quote.maxFee);
        expect(raised.maxTip).toBeGreaterThanOrEqual(quote.maxTip);
        expect(raised.maxTip).toBeLessThanOrEqual(raised.maxFee);
      }),
    );
  });

  test('rounds up: a tenth of 15 wei is 2 wei', () => {
    expect(raiseFees({ maxFee: 15n, maxTip: 1n }, { maxFee: 0n, maxTip: 0n })).toEqual({
      maxFee: 17n,
      maxTip: 2n,
    });
  });
});

test('isAffordable draws the line at the cap', () => {
  const at = { maxFee: polygon.maxFee, maxTip: polygon.minTip };
  expect(isAffordable(polygon, at)).toBe(true);
  expect(isAffordable(polygon, { ...at, maxFee: polygon.maxFee + 1n })).toBe(false);
});
