import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createInFlight } from './in-flight.ts';

const refusal = (cause?: unknown) => new Error('refused', { cause });

describe('createInFlight', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('passes on what the action gives', async () => {
    const run = createInFlight(1, 1_000);
    expect(await run(() => Promise.resolve(7), refusal)).toBe(7);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('error: the action fails; its error is the cause', async () => {
    const run = createInFlight(1, 1_000);
    const cause = new Error('lost');
    await expect(run(() => Promise.reject(cause), refusal)).rejects.toMatchObject({ cause });
  });

  it('error: more than the limit at once, without calling the action', async () => {
    const run = createInFlight(2, 1_000);
    const gate = Promise.withResolvers<number>();
    const action = vi.fn(() => gate.promise);
    const running = [run(action, refusal), run(action, refusal)];
    await expect(run(action, refusal)).rejects.toThrow('refused');
    expect(action).toHaveBeenCalledTimes(2);
    gate.resolve(1);
    expect(await Promise.all(running)).toEqual([1, 1]);
    await expect(run(action, refusal)).resolves.toBe(1);
  });

  it('error: the action takes too long, and goes on counting until it settles', async () => {
    const run = createInFlight(1, 1_000);
    const gate = Promise.withResolvers<number>();
    const late = expect(run(() => gate.promise, refusal)).rejects.toThrow('refused');
    await vi.advanceTimersByTimeAsync(1_000);
    await late;
    const quick = () => Promise.resolve(2);
    await expect(run(quick, refusal)).rejects.toThrow('refused');
    gate.reject(new Error('too late to matter'));
    await vi.advanceTimersByTimeAsync(0);
    await expect(run(quick, refusal)).resolves.toBe(2);
  });
});
