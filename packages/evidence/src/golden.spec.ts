import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { encodeEvidence } from './file/build-evidence.ts';
import { parseEvidence } from './file/parse-evidence.ts';
import { makeCase } from './testing/index.ts';
import { parseTrust } from './trust.ts';
import { verifyEvidence } from './verify-evidence.ts';

const golden = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../golden/${name}`, import.meta.url)));
const OPTIONS = {
  length: 5,
  pending: 1,
  withheld: [4],
  document: {
    bytes: new TextEncoder().encode('operating manual\n'),
    name: 'manual.txt',
    mediaType: 'text/plain',
  },
};

/** Files written by version 1 must verify for ever; this one was written when it was frozen. */
describe('the golden file', () => {
  test('is what this program still writes', async () => {
    const { evidence } = await makeCase(OPTIONS);
    expect(parseEvidence(encodeEvidence(evidence))).toEqual(parseEvidence(golden('evidence.json')));
  });

  test('verifies', async () => {
    const { chain } = await makeCase(OPTIONS);
    const trust = parseTrust(JSON.parse(new TextDecoder().decode(golden('trust.json'))));
    const options = { trust, chain, now: 0 };
    const { verdict, checks } = await verifyEvidence(
      parseEvidence(golden('evidence.json')),
      options,
    );
    expect(verdict).toBe('VERIFIED_UNTIL');
    expect(checks.filter(({ status }) => status !== 'pass').map(({ code }) => code)).toEqual([
      'PAYLOADS_PARTLY_DISCLOSED',
    ]);
  });
});
