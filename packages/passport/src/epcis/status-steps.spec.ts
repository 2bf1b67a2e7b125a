import { describe, expect, test } from 'vitest';
import { LIFECYCLE } from '../lifecycle.ts';
import { STATUS_STEPS, stepOf } from './status-steps.ts';

const name = ({ from, to }: { from: string; to: string }) => `${from} to ${to}`;

describe('STATUS_STEPS', () => {
  test('behaviour: they are the edges of the lifecycle, each once', () => {
    expect(STATUS_STEPS.map(name).sort()).toEqual(LIFECYCLE.map(name).sort());
  });

  test.each(LIFECYCLE)('behaviour: $from to $to is told from every other step', ({ from, to }) => {
    const step = stepOf(from, to);
    const same = STATUS_STEPS.filter(
      (other) =>
        other.from === from &&
        other.bizStep === step?.bizStep &&
        other.disposition === step.disposition,
    );
    expect(same).toEqual([step]);
  });

  test('behaviour: of the edges that leave a status with one step the usual one is first', () => {
    const needReason = LIFECYCLE.filter((edge) => edge.needsReason).map(name);
    const later = STATUS_STEPS.filter(
      (step, index) =>
        step.bizStep !== 'inspecting' &&
        STATUS_STEPS.findIndex((o) => o.from === step.from && o.bizStep === step.bizStep) < index,
    );
    expect(later.map(name)).toEqual(['IN_TRANSIT to PACKAGED']);
    expect(needReason).toContain('IN_TRANSIT to PACKAGED');
  });

  test('behaviour: what is no edge has no step', () => {
    expect(stepOf('RETIRED', 'CREATED')).toBeUndefined();
  });
});
