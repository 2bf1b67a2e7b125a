import { describe, expect, it } from 'vitest';

import { countHardhat } from './test-contracts.ts';

describe('countHardhat', () => {
  it('reads the summary, whatever the tests themselves print', () => {
    const output = `
Running Solidity tests

  contracts/test/solidity/Anchor.t.sol:AnchorTest
    ✔ testFuzz_Grows (runs: 256)
3 passing marks are printed by a test about itself

54 passing (52 solidity, 2 nodejs)
1 failing (1 nodejs)
2 skipped (2 solidity)
`;
    expect(countHardhat(output)).toEqual({ passed: 54, failed: 1, skipped: 2 });
  });

  it('finds nothing in the output of a crash', () => {
    expect(countHardhat('Error HHE27: …')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
