import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { measureAnchorGas } from '../support/measure-anchor-gas.ts';

const SNAPSHOT = new URL('../snapshots/anchor-gas.json', import.meta.url);

void describe('gas of anchor', () => {
  void it('stays within its budget between 1.00 and 1.06 million entries', async () => {
    const seen = await measureAnchorGas();
    process.stdout.write(`anchor gas: ${JSON.stringify(seen)}\n`);
    assert.ok(seen.anchors >= 100);
    assert.ok(seen.median <= 60_000, `median ${seen.median}`);
    assert.ok(seen.worst <= 70_000, `worst ${seen.worst}`);
    // Committed, so that a change of gas is a line in the diff. Paste the figures printed above.
    assert.deepEqual(seen, JSON.parse(await readFile(SNAPSHOT, 'utf8')));
  });
});
