import { describe, expect, test } from 'vitest';
import { ChainError } from './chain/chain-error.ts';
import type { Check, CheckName } from './checks/check.ts';
import { makeCase, RECORDED_FROM, type CaseOptions } from './testing/index.ts';
import { verifyEvidence } from './verify-evidence.ts';

const NOW = 1_700_000_100_000;

async function verify(options: CaseOptions = {}) {
  const { evidence, trust, chain, code } = await makeCase(options);
  return verifyEvidence(evidence, { code, trust, chain, now: NOW });
}

const codes = (checks: readonly Check[]): Partial<Record<CheckName, string>> =>
  Object.fromEntries(checks.map(({ name, code }) => [name, code]));

describe('verifyEvidence', () => {
  test('default: an honest file passes every check', async () => {
    const result = await verify();
    expect(result.checks.map(({ name, status, code }) => [name, status, code])).toEqual([
      ['code', 'pass', 'CODE_MATCHES'],
      ['payloads', 'pass', 'PAYLOADS_MATCH'],
      ['history', 'pass', 'HISTORY_LINKED'],
      ['inclusion', 'pass', 'INCLUSION_PROVEN'],
      ['checkpoint', 'pass', 'CHECKPOINT_SIGNED'],
      ['anchor', 'pass', 'ANCHOR_FINALISED'],
      ['time', 'pass', 'TIME_BEFORE_ANCHOR'],
      ['documents', 'pass', 'DOCUMENTS_NONE'],
    ]);
    expect(result).toMatchObject({
      verdict: 'VERIFIED',
      positions: { anchored: 6, pending: 0 },
      asOf: { time: 1_700_000_020_000, index: 3 },
      since: RECORDED_FROM + 60_000,
      checkedAt: NOW,
      device: { serialNumber: 'M-1', model: 'model3', status: 'IN_SERVICE', flags: [] },
    });
    expect(result.statement).toBe(
      'VERIFIED: positions 1 to 6, anchored at 2023-11-14T22:13:40.000Z; newer entries: not excluded',
    );
  });

  test('behaviour: a verified file always says that newer entries are not excluded', async () => {
    const { notProven } = await verify();
    expect(notProven.map(({ code }) => code)).toEqual([
      'NEWER_ENTRIES',
      'DEVICE_IN_FRONT',
      'TRUTH_OF_RECORDS',
      'OTHER_BRANCH',
    ]);
    expect(notProven[0]?.text).toBe('newer entries: not excluded');
  });

  test('behaviour: checks show what they looked at, and are told one by one', async () => {
    const { evidence, trust, chain } = await makeCase();
    const told: CheckName[] = [];
    const { checks } = await verifyEvidence(evidence, {
      trust,
      chain,
      now: NOW,
      onCheck: ({ name }) => told.push(name),
    });
    expect(told.toSorted()).toEqual(checks.map(({ name }) => name).toSorted());
    expect(checks.find(({ name }) => name === 'anchor')?.inputs).toMatchObject({
      contract: trust.passportLog,
      tx: evidence.anchor.tx,
      block: 10,
      finalizedBlock: 18,
    });
  });

  test('behaviour: entries after the anchor make it VERIFIED UNTIL', async () => {
    const result = await verify({ length: 8, pending: 3 });
    expect(result.verdict).toBe('VERIFIED_UNTIL');
    expect(result.positions).toEqual({ anchored: 5, pending: 3 });
    expect(result.statement).toContain('3 newer pending');
    expect(result.notProven[0]).toMatchObject({ code: 'PENDING_ENTRIES', count: 3 });
    expect(result.timeline.map(({ anchored }) => anchored)).toEqual([
      ...[true, true, true, true, true],
      ...[false, false, false],
    ]);
  });

  test('behaviour: payloads that are not disclosed do not stand in the way, and are counted', async () => {
    const result = await verify({ withheld: [3, 5] });
    const payloads = result.checks.find(({ name }) => name === 'payloads');
    expect(payloads).toMatchObject({ status: 'not-checked', code: 'PAYLOADS_PARTLY_DISCLOSED' });
    expect(payloads?.reason).toBe('4 of 6 disclosed, and these are as recorded.');
    expect(result.verdict).toBe('VERIFIED');
    expect(result.notProven).toContainEqual(
      expect.objectContaining({ code: 'UNDISCLOSED_PAYLOADS', count: 2 }),
    );
    expect(result.timeline[2]).toMatchObject({ disclosure: 'withheld', occurredAt: null });
    expect(result.device).toMatchObject({ serialNumber: 'M-1', status: 'IN_SERVICE' });
  });

  test('behaviour: without the plate data nobody knows which device it is', async () => {
    const result = await verify({ withheld: [1] });
    expect(codes(result.checks).code).toBe('CODE_CREATED_NOT_DISCLOSED');
    expect(result.verdict).toBe('UNKNOWN');
    expect(result.device).toBeNull();
  });

  test('behaviour: flags are read even where the status cannot be', async () => {
    const whole = await verify({ flag: 'STOLEN' });
    expect(whole.device).toMatchObject({ flags: ['STOLEN'], status: 'IN_SERVICE' });
    const partly = await verify({ flag: 'STOLEN', withheld: [2] });
    expect(partly.device).toMatchObject({ flags: ['STOLEN'], status: null });
  });

  test('behaviour: late recording is shown', async () => {
    const { timeline } = await verify();
    expect(timeline[1]?.lateBy).toBe(365 * 86_400_000);
  });

  test('behaviour: a document left out of the file is not checked, and said so', async () => {
    const document = {
      bytes: new TextEncoder().encode('manual'),
      name: 'manual.txt',
      mediaType: 'text/plain',
    };
    const present = await verify({ document });
    expect(codes(present.checks).documents).toBe('DOCUMENTS_MATCH');
    const absent = await verify({ document, withoutDocument: true });
    expect(codes(absent.checks).documents).toBe('DOCUMENTS_PARTLY_PRESENT');
    expect(absent.verdict).toBe('VERIFIED');
    expect(absent.notProven).toContainEqual(
      expect.objectContaining({ code: 'ABSENT_DOCUMENTS', count: 1 }),
    );
  });

  test('behaviour: an entry recorded later than its anchor fails time alone', async () => {
    const anchorTime = 1_700_000_020_000;
    const early = await verify({ from: anchorTime + 4 * 60_000, length: 2 });
    expect(early.checks.filter(({ status }) => status === 'fail')).toMatchObject([
      { name: 'time', code: 'TIME_AFTER_ANCHOR', inputs: { position: 2 } },
    ]);
    expect(early.verdict).toBe('MISMATCH');
    const withinTolerance = await verify({ from: anchorTime + 3 * 60_000, length: 2 });
    expect(withinTolerance.verdict).toBe('VERIFIED');
  });

  test('error: no chain to ask is CANNOT CHECK NOW, never a mismatch', async () => {
    const { evidence, trust } = await makeCase();
    const { verdict, checks, asOf } = await verifyEvidence(evidence, {
      trust,
      chain: null,
      now: NOW,
    });
    expect(verdict).toBe('CANNOT_CHECK_NOW');
    expect(codes(checks)).toMatchObject({ anchor: 'CHAIN_NOT_ASKED', time: 'TIME_ANCHOR_UNKNOWN' });
    expect(asOf).toBeNull();
  });

  test.each(['chainId', 'finalizedBlock', 'receipt', 'blockTime', 'call'] as const)(
    'error: a chain that gives no answer to %s is CANNOT CHECK NOW',
    async (method) => {
      for (const error of [new ChainError('CHAIN_TIMEOUT', 'slow'), new TypeError('broken')]) {
        const { evidence, trust, chain } = await makeCase();
        const silent = (): Promise<never> => Promise.reject(error);
        chain[method] = silent;
        const { verdict, checks } = await verifyEvidence(evidence, { trust, chain, now: NOW });
        expect(verdict).toBe('CANNOT_CHECK_NOW');
        expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
        expect(codes(checks).anchor).toBe(
          error instanceof ChainError ? 'CHAIN_TIMEOUT' : 'CHAIN_UNREACHABLE',
        );
      }
    },
  );

  test('error: a mismatch is found without the chain too', async () => {
    const { evidence, trust } = await makeCase();
    const entries = evidence.entries.slice(0, -1);
    const options = { trust, chain: null, now: NOW };
    const { verdict } = await verifyEvidence({ ...evidence, entries }, options);
    expect(verdict).toBe('MISMATCH');
  });

  test('error: unusable trust roots are named, not blamed on the evidence', async () => {
    const { evidence, trust, chain } = await makeCase();
    const broken = { ...trust, logKeys: ['log.example/luna+00000000+AAAA'] };
    await expect(
      verifyEvidence(evidence, { trust: broken, chain, now: NOW }),
    ).rejects.toMatchObject({ code: 'TRUST_INVALID' });
  });
});
