import { toHex } from '@luna/record';
import { describe, expect, test } from 'vitest';
import type { Hex } from '../chain/chain-reader.ts';
import { ANCHOR_TX, CONTRACT, makeCase, SUCCESSOR, type Case } from '../testing/index.ts';
import { verifyEvidence } from '../verify-evidence.ts';

const OTHER_TX: Hex = `0x${'7b'.repeat(32)}`;

async function anchorOf({ evidence, trust, chain }: Case) {
  const { checks, verdict } = await verifyEvidence(evidence, { trust, chain, now: 0 });
  const found = (name: string) => checks.find((check) => check.name === name);
  return {
    verdict,
    code: found('anchor')?.code,
    reason: found('anchor')?.reason,
    checkpoint: found('checkpoint')?.code,
    failing: checks.filter(({ status }) => status === 'fail').map(({ name }) => name),
  };
}

const contractOf = ({ chain }: Case) => {
  const contract = chain.contracts.get(CONTRACT);
  if (contract === undefined) throw new Error('the case has no contract');
  return contract;
};

describe('anchor', () => {
  test('a chain server of another chain is not asked further', async () => {
    const c = await makeCase();
    c.chain.id = 137;
    expect(await anchorOf(c)).toMatchObject({
      code: 'CHAIN_IS_ANOTHER',
      verdict: 'CANNOT_CHECK_NOW',
    });
  });

  test('a chain that does not know the trusted contract is the wrong chain, not a mismatch', async () => {
    const c = await makeCase();
    c.chain.contracts.clear();
    expect(await anchorOf(c)).toMatchObject({
      code: 'CHAIN_WITHOUT_CONTRACT',
      verdict: 'CANNOT_CHECK_NOW',
    });
  });

  test('an anchor that is not final yet is waited for', async () => {
    const c = await makeCase();
    c.chain.finalized = 9;
    expect(await anchorOf(c)).toMatchObject({
      code: 'ANCHOR_NOT_FINAL',
      verdict: 'CANNOT_CHECK_NOW',
    });
  });

  test('a transaction of another contract is not an anchor of this log', async () => {
    const c = await makeCase();
    const contract = contractOf(c);
    c.chain.contracts.set(CONTRACT, { anchors: [] });
    c.chain.contracts.set(SUCCESSOR, contract);
    expect(await anchorOf(c)).toMatchObject({
      code: 'ANCHOR_NOT_IN_TRANSACTION',
      failing: ['anchor'],
    });
  });

  describe('retirement', () => {
    test('an anchor up to the last honest one still counts', async () => {
      const c = await makeCase();
      contractOf(c).retired = { lastHonestIndex: 3, successor: SUCCESSOR };
      c.chain.contracts.set(SUCCESSOR, { anchors: [] });
      expect(await anchorOf(c)).toMatchObject({ code: 'ANCHOR_FINALISED', verdict: 'VERIFIED' });
    });

    test('a later one is withdrawn, shown and REVOKED', async () => {
      const c = await makeCase();
      contractOf(c).retired = { lastHonestIndex: 2, successor: SUCCESSOR };
      c.chain.contracts.set(SUCCESSOR, { anchors: [] });
      expect(await anchorOf(c)).toMatchObject({
        code: 'ANCHOR_WITHDRAWN',
        verdict: 'REVOKED',
        failing: ['anchor'],
        reason: 'This anchor was withdrawn: its contract ended at anchor 2.',
      });
    });

    test('one that never existed is a mismatch, not a revocation', async () => {
      const c = await makeCase();
      contractOf(c).retired = { lastHonestIndex: 2, successor: SUCCESSOR };
      c.chain.contracts.set(SUCCESSOR, { anchors: [] });
      const anchor = { ...c.evidence.anchor, index: 9 };
      expect(await anchorOf({ ...c, evidence: { ...c.evidence, anchor } })).toMatchObject({
        code: 'ANCHOR_OTHER_VALUES',
        verdict: 'MISMATCH',
      });
    });

    test('anchors of a successor, and of its successor, count', async () => {
      const c = await makeCase();
      const second: Hex = `0x${'c2'.repeat(20)}`;
      const anchors = contractOf(c).anchors;
      c.chain.contracts.set(CONTRACT, {
        anchors: [],
        retired: { lastHonestIndex: 1, successor: SUCCESSOR },
      });
      c.chain.contracts.set(SUCCESSOR, {
        anchors: [],
        retired: { lastHonestIndex: 2, successor: second },
      });
      c.chain.contracts.set(second, { anchors });
      const anchor = { ...c.evidence.anchor, contract: second };
      expect(await anchorOf({ ...c, evidence: { ...c.evidence, anchor } })).toMatchObject({
        code: 'ANCHOR_FINALISED',
        verdict: 'VERIFIED',
      });
    });

    test('successors that never end, or are no contracts, are a chain that lies', async () => {
      const c = await makeCase();
      contractOf(c).retired = { lastHonestIndex: 3, successor: CONTRACT };
      expect(await anchorOf(c)).toMatchObject({ code: 'CHAIN_ANSWER_INVALID' });
      contractOf(c).retired = { lastHonestIndex: 3, successor: SUCCESSOR };
      expect(await anchorOf(c)).toMatchObject({
        code: 'CHAIN_ANSWER_INVALID',
        verdict: 'CANNOT_CHECK_NOW',
      });
    });
  });

  describe('a pruned receipt', () => {
    test.each(['receipts', 'receipts and bodies'] as const)(
      '%s gone: the ring vouches, and what it does not bind is said',
      async (pruned) => {
        const c = await makeCase();
        c.chain.pruned = pruned;
        expect(await anchorOf(c)).toMatchObject({ code: 'ANCHOR_IN_RING', verdict: 'VERIFIED' });
        const { notProven, asOf } = await verifyEvidence(c.evidence, { ...c, now: 0 });
        expect(notProven.map(({ code }) => code)).toContain('TRANSACTION_AND_MANIFEST');
        expect(asOf?.time).toBe(c.evidence.anchor.time * 1000);
      },
    );

    test('a transaction that never was is not taken for a pruned one', async () => {
      const c = await makeCase();
      c.chain.pruned = 'receipts';
      const anchor = { ...c.evidence.anchor, tx: OTHER_TX };
      expect(await anchorOf({ ...c, evidence: { ...c.evidence, anchor } })).toMatchObject({
        code: 'ANCHOR_NOT_IN_TRANSACTION',
        failing: ['anchor'],
      });
    });

    test('another time is not in the ring', async () => {
      const c = await makeCase();
      c.chain.pruned = 'receipts and bodies';
      const anchor = { ...c.evidence.anchor, time: c.evidence.anchor.time - 2 };
      expect(await anchorOf({ ...c, evidence: { ...c.evidence, anchor } })).toMatchObject({
        code: 'ANCHOR_NOT_FOUND',
        failing: ['anchor'],
      });
    });

    test('after 256 newer anchors nothing can be said', async () => {
      const c = await makeCase();
      c.chain.pruned = 'receipts and bodies';
      const [first] = contractOf(c).anchors;
      if (first === undefined) throw new Error('the case has no anchor');
      contractOf(c).anchors.push({ ...first, index: 3 + 256, tx: OTHER_TX });
      expect(await anchorOf(c)).toMatchObject({
        code: 'ANCHOR_PRUNED',
        verdict: 'CANNOT_CHECK_NOW',
      });
    });

    test('a server that has not come so far cannot tell', async () => {
      const c = await makeCase();
      c.chain.pruned = 'receipts';
      c.chain.finalized = 9;
      expect(await anchorOf(c)).toMatchObject({ code: 'ANCHOR_NOT_FINAL' });
    });

    test('a withdrawn anchor stays withdrawn', async () => {
      const c = await makeCase();
      c.chain.pruned = 'receipts and bodies';
      contractOf(c).retired = { lastHonestIndex: 2, successor: SUCCESSOR };
      c.chain.contracts.set(SUCCESSOR, { anchors: [] });
      expect(await anchorOf(c)).toMatchObject({ code: 'ANCHOR_WITHDRAWN', verdict: 'REVOKED' });
    });
  });

  describe('log keys on the chain', () => {
    const withKey = async (from: bigint, until: bigint) => {
      const c = await makeCase();
      const [vkey = ''] = c.trust.logKeys;
      const key = toHex(
        Uint8Array.from(atob(vkey.split('+')[2] ?? ''), (x) => x.charCodeAt(0)).subarray(1),
      );
      contractOf(c).keys = { [key]: { from, until } };
      return c;
    };

    test('a key that the contract has ended fails the checkpoint, pinned or not', async () => {
      const size = (await makeCase()).evidence.anchor.size;
      for (const [from, until] of [
        [0n, BigInt(size)],
        [BigInt(size) + 1n, 2n ** 64n - 1n],
        [0n, 0n],
      ] as const) {
        expect(await anchorOf(await withKey(from, until))).toMatchObject({
          checkpoint: 'CHECKPOINT_KEY_NOT_VALID',
          failing: ['checkpoint'],
          verdict: 'MISMATCH',
        });
      }
    });

    test('a key ended above this size still counts', async () => {
      const size = (await makeCase()).evidence.anchor.size;
      expect(await anchorOf(await withKey(BigInt(size), BigInt(size) + 1n))).toMatchObject({
        checkpoint: 'CHECKPOINT_SIGNED',
        verdict: 'VERIFIED',
      });
    });
  });

  test('the transaction of the case is the one the chain holds', async () => {
    const { evidence } = await makeCase();
    expect(evidence.anchor.tx).toBe(ANCHOR_TX);
  });
});
