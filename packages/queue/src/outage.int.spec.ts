import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { LunaError } from '@luna/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { createQueue } from './create-queue.ts';
import type { JobQueue } from './job-queue.ts';
import { BACKENDS, type TestBackend } from './testing/backends.ts';
import { type CuttableProxy, startProxy } from './testing/cuttable-proxy.ts';

describe.each(BACKENDS)('job queue that loses %s', (_name, skip, start) => {
  describe.skipIf(skip)('outage', () => {
    let backend: TestBackend;
    let proxy: CuttableProxy;
    let queue: JobQueue;
    let errors: LunaError[];
    let seen: string[];

    beforeAll(async () => {
      backend = await start();
    });
    beforeEach(async () => {
      proxy = await startProxy(backend.port);
      errors = [];
      seen = [];
      queue = createQueue({
        ...backend.config(proxy.port),
        onError: (error) => errors.push(error),
        repairMs: 200,
      });
    });
    afterEach(async () => {
      await queue.close();
      await proxy.cut();
    });
    afterAll(() => backend.stop());

    const watch = (name: string) =>
      queue.worker(name, ({ id }) => Promise.resolve(void seen.push(id)));

    it('works again when the connection is back, and has said little about it', async () => {
      watch('lost');
      const producer = queue.producer('lost');
      await producer.wake('before');
      await vi.waitFor(() => expect(seen).toContain('before'), 5_000);
      await proxy.cut();
      await pause(3_000);
      expect(errors.length).toBeLessThanOrEqual(4);
      for (const error of errors) {
        expect(error).toMatchObject({ code: 'QUEUE_CONNECTION', retryable: true });
      }
      await proxy.mend();
      await vi.waitFor(() => producer.wake('after'), 20_000);
      await vi.waitFor(() => expect(seen).toContain('after'), 20_000);
    });

    it('fails wake-ups during an outage and keeps a bounded number of them', async () => {
      const producer = queue.producer('flood');
      await producer.wake('before');
      await proxy.cut();
      const before = heapInUse();
      let failed = 0;
      for (let round = 0; round < 20; round += 1) {
        const wakes = Array.from({ length: 2_500 }, (_, i) =>
          producer.wake(`row-${round}-${i}`).catch((error: unknown) => {
            if (error instanceof LunaError && error.code === 'QUEUE_UNAVAILABLE') failed += 1;
          }),
        );
        await Promise.race([Promise.all(wakes), pause(100)]);
      }
      await vi.waitFor(() => expect(failed).toBe(50_000), 20_000);
      expect(heapInUse() - before).toBeLessThan(16 * 1_048_576);
      expect(errors.length).toBeLessThanOrEqual(4);
      await proxy.mend();
      await vi.waitFor(() => producer.wake('after'), 20_000);
    });

    it('says that it is down', async () => {
      queue.producer('sick');
      await queue.health();
      await proxy.cut();
      await expect(queue.health()).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE' });
      await proxy.mend();
      await vi.waitFor(() => queue.health(), 20_000);
    });

    it('starts before its backend', async () => {
      await proxy.cut();
      watch('early');
      const producer = queue.producer('early');
      await expect(producer.wake('too-early')).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE' });
      await proxy.mend();
      await vi.waitFor(() => producer.wake('in-time'), 20_000);
      await vi.waitFor(() => expect(seen).toContain('in-time'), 20_000);
    });

    it('closes during an outage', async () => {
      watch('closing');
      await queue.producer('closing').wake('before');
      await vi.waitFor(() => expect(seen).toContain('before'), 5_000);
      await proxy.cut();
      await pause(300);
      const begun = Date.now();
      await queue.close();
      expect(Date.now() - begun).toBeLessThan(10_000);
    });

    it('makes a schedule again that its backend has forgotten', async () => {
      watch('forgotten');
      await queue.schedule('forgotten', 100);
      await vi.waitFor(() => expect(seen.length).toBeGreaterThan(1), 5_000);
      await backend.forget();
      await pause(300);
      const ticks = seen.length;
      await vi.waitFor(() => expect(seen.length).toBeGreaterThan(ticks + 3), 10_000);
    });
  });
});

/** Bytes in use after a garbage collection. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
