import { describe, expect, test } from 'vitest';
import { codeOf, makeCase, type CaseOptions } from '../testing/index.ts';
import { verifyEvidence } from '../verify-evidence.ts';

async function failing(options: CaseOptions) {
  const { evidence, trust, chain } = await makeCase(options);
  const { checks, device } = await verifyEvidence(evidence, { trust, chain, now: 0 });
  return {
    device,
    codes: checks.filter(({ status }) => status === 'fail').map(({ code }) => code),
  };
}

describe('code, where the ledger itself is wrong', () => {
  test('a passport created for another code', async () => {
    expect((await failing({ plateCode: codeOf(2) })).codes).toEqual(['CODE_OTHER_DEVICE']);
  });

  test('a history that does not begin with the creation', async () => {
    const { codes, device } = await failing({ withoutCreation: true });
    expect(codes).toEqual(['CODE_NOT_CREATED_FIRST']);
    expect(device).toBeNull();
  });
});
