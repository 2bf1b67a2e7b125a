import { describe, expect, it, vi } from 'vitest';

import { createSteps } from './steps.ts';

function recorder(isTTY: boolean) {
  const lines: string[] = [];
  let time = 0;
  const steps = createSteps({ isTTY, write: (text) => lines.push(text) }, () => time);
  return { lines, steps, pass: (ms: number) => (time += ms) };
}

describe('createSteps', () => {
  it('prints each step once with its note and time', async () => {
    const { lines, steps, pass } = recorder(false);
    const result = await steps.run('PostgreSQL', (note) => {
      note('starting');
      pass(1_230);
      note('port 1');
      return Promise.resolve(7);
    });
    expect(result).toBe(7);
    expect(lines).toEqual(['✓ PostgreSQL: port 1 (1.2 s)\n']);
  });

  it('marks a step that fails and passes the error on', async () => {
    const { lines, steps } = recorder(false);
    await expect(steps.run('Chain', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(lines).toEqual(['✗ Chain (0.0 s)\n']);
  });

  it('shows a long step while it runs, repainted on a terminal', async () => {
    vi.useFakeTimers();
    const { lines, steps, pass } = recorder(true);
    const step = steps.run('Web app', async (note) => {
      note('building');
      pass(300);
      await vi.advanceTimersByTimeAsync(200);
    });
    await step;
    vi.useRealTimers();
    expect(lines).toEqual([
      '\r\x1b[K… Web app: building (0.3 s)',
      '\r\x1b[K✓ Web app: building (0.3 s)\n',
    ]);
  });
});
