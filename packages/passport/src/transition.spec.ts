import { STATUSES } from '@luna/record';
import { describe, expect, test } from 'vitest';
import { LIFECYCLE } from './lifecycle.ts';
import { passportVectors } from './testing/passport-vectors.ts';
import { refusal } from './testing/refusal.ts';
import { legalNext, transition } from './transition.ts';

const name = ({ from, to }: { from: string; to: string }) => `${from} to ${to}`;
const legal = new Set(passportVectors.edges.map(name));
const illegal = STATUSES.flatMap((from) => STATUSES.map((to) => ({ from, to }))).filter(
  (pair) => !legal.has(name(pair)),
);

describe('lifecycle', () => {
  test('behaviour: the table is exactly the specified one', () => {
    const sorted = (edges: readonly { from: string; to: string }[]) =>
      edges.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
    expect(sorted(LIFECYCLE)).toEqual(sorted(passportVectors.edges));
    expect(legal.size).toBe(LIFECYCLE.length);
  });

  test.each(passportVectors.edges)('default: $from to $to', ({ from, to, needsReason }) => {
    expect(transition(from, to, 'because')).toMatchObject({ from, to, needsReason });
    if (needsReason) {
      expect(refusal(() => transition(from, to)).code).toBe('REASON_REQUIRED');
      expect(refusal(() => transition(from, to, ' \n')).code).toBe('REASON_REQUIRED');
    } else {
      expect(transition(from, to)).toMatchObject({ from, to });
    }
  });

  test.each(illegal)('error: $from to $to', ({ from, to }) => {
    expect(refusal(() => transition(from, to, 'because')).code).toBe('ILLEGAL_STATUS_EDGE');
  });

  test('behaviour: every pair of statuses was tried', () => {
    expect(illegal.length + legal.size).toBe(STATUSES.length ** 2);
  });

  test('behaviour: nothing leaves RETIRED, and every status can be reached', () => {
    expect(legalNext('RETIRED')).toEqual([]);
    const reached = new Set<string>(['CREATED', ...LIFECYCLE.map(({ to }) => to)]);
    expect([...reached].sort()).toEqual(STATUSES.toSorted());
  });

  test('error: says what would be legal', () => {
    expect(() => transition('CREATED', 'IN_SERVICE')).toThrow('from CREATED: PROCURED, RETIRED');
    expect(() => transition('RETIRED', 'IN_SERVICE')).toThrow('from RETIRED: nothing');
  });
});
