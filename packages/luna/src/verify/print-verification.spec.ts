import { verifyEvidence } from '@luna/evidence';
import { makeCase } from '@luna/evidence/testing';
import { describe, expect, it } from 'vitest';
import { verificationLines } from './print-verification.ts';

describe('verificationLines', () => {
  it('shows device, every named check and the verdict', async () => {
    const { evidence, trust, chain } = await makeCase({ length: 3 });
    const lines = verificationLines(await verifyEvidence(evidence, { trust, chain, now: 0 }));
    expect(lines[0]).toContain(evidence.code);
    expect(lines[0]).toContain('serial number');
    for (const name of [
      'code',
      'payloads',
      'history',
      'inclusion',
      'checkpoint',
      'anchor',
      'time',
    ]) {
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^  ✓ ${name} `)));
    }
    expect(lines.join('\n')).toMatch(/\nVERIFIED: /);
    expect(lines.at(-1)).toMatch(/^ {2}· /);
  });

  it('says why a check was not made', async () => {
    const { evidence, trust } = await makeCase({ length: 3 });
    const lines = verificationLines(await verifyEvidence(evidence, { trust, chain: null, now: 0 }));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}– anchor +not checked: /));
    expect(lines.join('\n')).toContain('\nCANNOT CHECK NOW: ');
  });
});
