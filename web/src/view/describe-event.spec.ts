import { verifyEvidence } from '@luna/evidence';
import { makeCase } from '@luna/evidence/testing';
import { expect, test } from 'vitest';
import { en } from '../texts/en.ts';
import { zh } from '../texts/zh.ts';
import { describeEvent } from './describe-event.ts';

const { evidence, trust, chain } = await makeCase({ length: 5, withheld: [4], flag: 'STOLEN' });
const { timeline } = await verifyEvidence(evidence, { trust, chain, now: 0 });

test('events in English', () => {
  expect(timeline.map((item) => describeEvent(item, en))).toEqual([
    { title: 'Passport created', detail: 'Hartmann Verpackung model3, serial number M-1' },
    { title: 'Taken over with its past', detail: 'In service' },
    { title: 'Part replaced', detail: 'component 2 · preventive' },
    { title: 'Noted', detail: 'Not disclosed to the public' },
    { title: 'Warning', detail: 'Reported stolen: reported' },
  ]);
});

test('events in Chinese', () => {
  expect(timeline.map((item) => describeEvent(item, zh).title)).toEqual([
    '创建护照',
    '连同既往历史接管',
    '更换部件',
    '备注',
    '警示',
  ]);
});

test('a kind of a later version keeps its own name', () => {
  const [first] = timeline;
  if (first === undefined) throw new Error('no event');
  const item = { ...first, kind: 'passport.scanned', disclosure: 'unknown', event: null } as const;
  expect(describeEvent(item, en)).toEqual({
    title: 'passport.scanned',
    detail: 'Of a kind this page does not know',
  });
});
