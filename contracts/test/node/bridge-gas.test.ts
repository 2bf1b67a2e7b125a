import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { measureBridgeGas } from '../support/measure-bridge-gas.ts';

const SNAPSHOT = new URL('../snapshots/bridge-gas.json', import.meta.url);

void describe('gas of the bridge', () => {
  void it('stays within its budget at 1,000,000 entries', async () => {
    const seen = await measureBridgeGas();
    process.stdout.write(`bridge gas: ${JSON.stringify(seen)}\n`);
    assert.ok(seen.claimNewHolder <= 130_000);
    assert.ok(seen.claimRepeatHolder <= 112_000);
    assert.ok(seen.batchRepeatHolders <= 80_000);
    assert.ok(seen.depositWithPermitFirst <= 95_000);
    // Committed, so that a change of gas is a line in the diff. Paste the figures printed above.
    assert.deepEqual(seen, JSON.parse(await readFile(SNAPSHOT, 'utf8')));
  });
});
