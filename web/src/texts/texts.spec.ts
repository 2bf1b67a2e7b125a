import { FINDINGS } from '@luna/evidence';
import { makeCase } from '@luna/evidence/testing';
import { verifyEvidence } from '@luna/evidence';
import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { FINDINGS_ZH } from './findings-zh.ts';
import { zh } from './zh.ts';

/** All plain words of a language, with where they stand. */
function words(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => words(item, `${path}.${key}`));
}

describe('texts', () => {
  test('no word is empty, and none was left in the other language', () => {
    const chinese = new Map(words(zh));
    const same = new Set(['.inputs.sha256']);
    for (const [path, text] of words(en)) {
      expect(text, path).not.toBe('');
      expect(chinese.get(path), path).toBeTruthy();
      if (!same.has(path)) expect(chinese.get(path), path).not.toBe(text);
    }
  });

  test('every finding has a Chinese sentence that fills in its facts', async () => {
    const known = Object.values(FINDINGS).flatMap((findings) => Object.keys(findings));
    expect(Object.keys(FINDINGS_ZH).toSorted()).toEqual(known.toSorted());
    const { evidence, trust, chain } = await makeCase({ withheld: [3] });
    const { checks } = await verifyEvidence(evidence, { trust, chain, now: 0 });
    for (const check of checks) {
      expect(zh.finding(check)).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(zh.finding(check)).not.toMatch(/undefined|NaN/);
      expect(en.finding(check)).toBe(check.reason);
    }
  });

  test('cannot-check is never worded as a fault of the device', () => {
    const wordings = [
      en.verdicts.CANNOT_CHECK_NOW(''),
      en.verdictLeads.CANNOT_CHECK_NOW({ chain: '', pending: 0 }),
      ...(
        ['RECORDS_UNREACHABLE', 'RECORDS_BUSY', 'NOT_ANCHORED_YET', 'PAGE_BROKEN'] as const
      ).flatMap((code) => [en.problems[code].title, en.problems[code].lead]),
    ];
    for (const wording of wordings) {
      expect(wording).not.toMatch(/invalid|mismatch|fail|wrong|forged|not genuine/i);
    }
  });
});
