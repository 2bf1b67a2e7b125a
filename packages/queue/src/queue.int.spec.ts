import { LunaError } from '@luna/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { createQueue, type QueueConfig } from './create-queue.ts';
import { type JobQueue, TICK, type Wake } from './job-queue.ts';
import { BACKENDS, type TestBackend } from './testing/backends.ts';

describe.each(BACKENDS)('job queue on %s', (_name, skip, start) => {
  describe.skipIf(skip)('contract', () => {
    let backend: TestBackend;
    let errors: LunaError[] = [];
    const opened: JobQueue[] = [];
    let number = 0;

    beforeAll(async () => {
      backend = await start();
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((queue) => queue.close()));
      errors = [];
    });
    afterAll(() => backend.stop());

    function open(options: Partial<QueueConfig> = {}): JobQueue {
      const onError = (error: LunaError) => errors.push(error);
      const queue = createQueue({ ...backend.config(), onError, ...options });
      opened.push(queue);
      return queue;
    }
    /** No test sees the jobs of another. */
    const freshName = () => `test-${(number += 1)}`;

    it('wakes a worker of another process with the id and nothing else', async () => {
      const name = freshName();
      const wakes: Wake[] = [];
      open().worker(name, (wake) => {
        wakes.push(wake);
        return Promise.resolve();
      });
      await open().producer(name).wake('row-1');
      await vi.waitFor(() => expect(wakes).toEqual([{ id: 'row-1', attempt: 1 }]), 5_000);
    });

    it('keeps wake-ups until a worker comes', async () => {
      const name = freshName();
      const producer = open().producer(name);
      const ids = Array.from({ length: 20 }, (_, i) => `row:${i}`);
      await Promise.all(ids.map((id) => producer.wake(id)));
      const seen: string[] = [];
      open().worker(name, ({ id }) => Promise.resolve(void seen.push(id)), { concurrency: 4 });
      await vi.waitFor(() => expect(seen.toSorted()).toEqual(ids.toSorted()), 10_000);
    });

    it('spreads work over workers, each wake-up to one of them', async () => {
      const name = freshName();
      const seen: string[] = [];
      for (let i = 0; i < 3; i += 1) {
        open().worker(name, ({ id }) => Promise.resolve(void seen.push(id)), { concurrency: 5 });
      }
      const producer = open().producer(name);
      const ids = Array.from({ length: 300 }, (_, i) => `row-${i}`);
      await Promise.all(ids.map((id) => producer.wake(id)));
      await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(300), 20_000);
      expect(seen.toSorted()).toEqual(ids.toSorted());
    });

    it('runs at most as many handlers at once as it was told', async () => {
      const name = freshName();
      let running = 0;
      let most = 0;
      let done = 0;
      const queue = open();
      queue.worker(
        name,
        async () => {
          most = Math.max(most, (running += 1));
          await pause(20);
          running -= 1;
          done += 1;
        },
        { concurrency: 3 },
      );
      const producer = queue.producer(name);
      await Promise.all(Array.from({ length: 12 }, (_, i) => producer.wake(`row-${i}`)));
      await vi.waitFor(() => expect(done).toBe(12), 10_000);
      expect(most).toBe(3);
    });

    it('takes many wake-ups for one row as one', async () => {
      const name = freshName();
      const producer = open().producer(name);
      await Promise.all(Array.from({ length: 50 }, () => producer.wake('same')));
      const seen: string[] = [];
      open().worker(name, ({ id }) => Promise.resolve(void seen.push(id)));
      await vi.waitFor(() => expect(seen).toEqual(['same']), 5_000);
      await pause(300);
      expect(seen).toEqual(['same']);
    });

    it('runs once more for wake-ups that came while it ran', async () => {
      const name = freshName();
      const gate = Promise.withResolvers<undefined>();
      let runs = 0;
      const queue = open();
      queue.worker(name, async () => {
        runs += 1;
        if (runs === 1) await gate.promise;
      });
      const producer = queue.producer(name);
      await producer.wake('row');
      await vi.waitFor(() => expect(runs).toBe(1), 5_000);
      for (let i = 0; i < 5; i += 1) await producer.wake('row');
      gate.resolve(undefined);
      await vi.waitFor(() => expect(runs).toBe(2), 5_000);
      await pause(300);
      expect(runs).toBe(2);
    });

    it('tries again after an error', async () => {
      const name = freshName();
      const attempts: number[] = [];
      const queue = open();
      queue.worker(name, ({ attempt }) => {
        attempts.push(attempt);
        return attempt < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
      });
      await queue.producer(name).wake('row');
      await vi.waitFor(() => expect(attempts).toEqual([1, 2, 3]), 15_000);
      expect(errors).toEqual([]);
    });

    it('gives up after five attempts, reports it and takes the row again later', async () => {
      const name = freshName();
      const attempts: number[] = [];
      const queue = open();
      queue.worker(name, ({ attempt }) => {
        attempts.push(attempt);
        return Promise.reject(new Error('never'));
      });
      await queue.producer(name).wake('row');
      await vi.waitFor(() => expect(errors.length).toBe(1), 25_000);
      expect(attempts).toEqual([1, 2, 3, 4, 5]);
      expect(errors[0]).toMatchObject({
        code: 'JOB_FAILED',
        details: { queue: name, id: 'row', attempts: 5 },
      });
      await queue.producer(name).wake('row');
      await vi.waitFor(() => expect(attempts.length).toBe(6), 5_000);
    });

    it('does not try again what cannot succeed', async () => {
      const name = freshName();
      let runs = 0;
      const queue = open();
      queue.worker(name, () => {
        runs += 1;
        return Promise.reject(new LunaError('PAYLOAD_TOO_LARGE', 'Make it smaller.'));
      });
      await queue.producer(name).wake('row');
      await vi.waitFor(() => expect(errors.length).toBe(1), 5_000);
      await pause(1_000);
      expect(runs).toBe(1);
      expect(errors[0]?.cause).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    });

    it('wakes one worker per interval, however many processes ask for it', async () => {
      const name = freshName();
      const ticks: number[] = [];
      for (let i = 0; i < 3; i += 1) {
        const queue = open();
        queue.worker(name, ({ id }) => {
          expect(id).toBe(TICK);
          ticks.push(Date.now());
          return Promise.resolve();
        });
        await queue.schedule(name, 400);
      }
      const begun = Date.now();
      await vi.waitFor(() => expect(ticks.length).toBeGreaterThanOrEqual(5), 10_000);
      const intervals = (Date.now() - begun) / 400;
      expect(ticks.length).toBeLessThanOrEqual(Math.ceil(intervals) + 2);
    });

    it('takes up a new interval', async () => {
      const name = freshName();
      let ticks = 0;
      const queue = open();
      queue.worker(name, () => Promise.resolve(void (ticks += 1)));
      await queue.schedule(name, 3_600_000);
      await queue.schedule(name, 100);
      await vi.waitFor(() => expect(ticks).toBeGreaterThanOrEqual(4), 10_000);
    });

    it('reports health with counts', async () => {
      const name = freshName();
      const queue = open();
      expect(await queue.health()).toMatchObject({
        status: 'up',
        details: { backend: queue.backend },
      });
      await queue.producer(name).wake('row');
      const { details } = await queue.health();
      expect(details).toMatchObject({ [`${name} waiting`]: 1, [`${name} active`]: 0 });
    });

    it('waits for running handlers when it closes, which may still wake others', async () => {
      const name = freshName();
      const queue = open();
      const producer = queue.producer(name);
      let finished = false;
      const started = Promise.withResolvers<undefined>();
      queue.worker(name, async () => {
        started.resolve(undefined);
        await pause(300);
        await producer.wake('next');
        finished = true;
      });
      await producer.wake('row');
      await started.promise;
      await queue.close();
      expect(finished).toBe(true);
      const seen: string[] = [];
      open().worker(name, ({ id }) => Promise.resolve(void seen.push(id)));
      await vi.waitFor(() => expect(seen).toEqual(['next']), 5_000);
    });

    it('does nothing once it is closed', async () => {
      const queue = open();
      const producer = queue.producer(freshName());
      await queue.close();
      await queue.close();
      await expect(producer.wake('row')).rejects.toMatchObject({ code: 'QUEUE_CLOSED' });
      await expect(queue.schedule('x', 1_000)).rejects.toMatchObject({ code: 'QUEUE_CLOSED' });
      await expect(queue.health()).rejects.toMatchObject({ code: 'QUEUE_CLOSED' });
      expect(() => queue.worker('x', () => Promise.resolve())).toThrow('closed');
    });

    it.each(['', 'x'.repeat(201)])('refuses the id "%s"', async (id) => {
      await expect(open().producer(freshName()).wake(id)).rejects.toMatchObject({
        code: 'WAKE_INVALID',
      });
    });

    it.each(['', 'a:b', 'a b', 'x'.repeat(41)])('refuses the queue name "%s"', (name) => {
      expect(() => open().producer(name)).toThrow(
        expect.objectContaining({ code: 'QUEUE_NAME_INVALID' }),
      );
    });
  });
});

describe('createQueue', () => {
  it('error: no backend is configured', () => {
    expect(() => createQueue({ onError: () => undefined })).toThrow(
      expect.objectContaining({ code: 'QUEUE_NOT_CONFIGURED' }),
    );
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
