import { describe, expect, test } from 'vitest';

import { chainSettings } from './chain-settings.ts';

describe('chainSettings', () => {
  test.each([
    [137, 500],
    [80_002, 64],
    [31_337, 2],
  ])('chain %i settles %i blocks below the final one', (id, settledDepth) => {
    expect(chainSettings(id)).toMatchObject({ id, settledDepth, viem: { id } });
  });

  test('only 31337 may lose its past', () => {
    const development = [137, 80_002, 31_337].filter((id) => chainSettings(id).development);
    expect(development).toEqual([31_337]);
  });

  test('error: names the chains there are', () => {
    expect(() => chainSettings(1)).toThrow(expect.objectContaining({ code: 'CHAIN_UNKNOWN' }));
    expect(() => chainSettings(1)).toThrow('137, 80002, 31337');
  });
});
