import { expect, it } from 'vitest';
import { checkDecision, DECISIONS, STANDINGS } from './decision.ts';

it('walks every pair of standings', () => {
  const legal = STANDINGS.flatMap((from) =>
    DECISIONS.flatMap((to) => {
      try {
        checkDecision(from, to, 'because');
        return [`${from} ${to}`];
      } catch (error) {
        expect(error).toMatchObject({ code: 'DECISION_ILLEGAL' });
        return [];
      }
    }),
  );
  expect(legal).toEqual([
    'PENDING APPROVED',
    'PENDING REJECTED',
    'APPROVED SUSPENDED',
    'REJECTED APPROVED',
    'SUSPENDED APPROVED',
  ]);
});

it('tells a company why it is turned away', () => {
  const reasonless = () => checkDecision('APPROVED', 'SUSPENDED', ' ');
  expect(reasonless).toThrow(expect.objectContaining({ code: 'REASON_REQUIRED' }) as Error);
  checkDecision('PENDING', 'APPROVED', undefined);
});
