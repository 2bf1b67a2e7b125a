import { randomUUID } from 'node:crypto';
import { connect, type Context, type Database, type Tx } from '@luna/database';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Author } from '../auth/auth.public.ts';
import { done, refused } from './outcome.ts';
import { runTogether } from './run-together.ts';

/** What is asked for: a number, or a fault of one of these kinds. */
type Item = number | 'refused' | 'broken';

describe('runTogether', () => {
  let test: TestDatabase;
  let database: Database;
  /** Writes to a table of this test's own. */
  let admin: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await connect({ url: test.adminUrl });
    admin = await connect({ url: test.adminUrl, poolSize: 1 });
    await admin.tx({}, (tx) =>
      tx.execute('CREATE TABLE public.written (n int, actor uuid, xid xid8)'),
    );
  });
  afterAll(async () => {
    await Promise.all([database.close(), admin.close()]);
    await test.drop();
  });

  let author: Author;
  beforeEach(async () => {
    author = { organizationId: randomUUID(), actorId: randomUUID() };
    await admin.tx({}, (tx) => tx.execute('TRUNCATE public.written'));
  });

  const options = {
    route: 'test.write',
    secret: 'secret',
    parts: (item: Item) => [item],
    result: z.number(),
    nameOf: ({ actorId }: Author) => actorId,
    work: async (tx: Tx, { actorId }: Author, items: readonly Item[]) => {
      for (const item of items) {
        if (item === 'broken') await tx.execute('SELECT 1 / 0');
        if (typeof item === 'number') {
          await tx.execute('INSERT INTO public.written VALUES ($1, $2, pg_current_xact_id())', [
            item,
            actorId,
          ]);
        }
      }
      return items.map((item) => {
        if (typeof item === 'number') return done(item);
        return refused(Object.assign(new Error('refused'), { code: 'DEVICE_EXISTS' }));
      });
    },
  };
  const written = () =>
    admin.tx({}, (tx) =>
      tx.rows(
        z.object({ n: z.int(), actor: z.string(), xid: z.string() }),
        'SELECT n, actor, xid::text FROM public.written ORDER BY n',
      ),
    );

  it('shares transactions in a burst, and asks for nothing twice', async () => {
    const run = runTogether(database, options);
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    expect(await Promise.all(numbers.map((item) => run(author, { item })))).toEqual(numbers);
    const rows = await written();
    expect(rows.map(({ n }) => n)).toEqual(numbers);
    expect(new Set(rows.map(({ xid }) => xid)).size).toBeLessThanOrEqual(6);
  });

  it('never shares one between callers', async () => {
    const run = runTogether(database, options);
    const authors = [1, 2, 3].map(() => ({ ...author, actorId: randomUUID() }));
    const items = Array.from({ length: 60 }, (_, n) => n);
    await Promise.all(
      items.map((item) => run(authors[item % 3] ?? author, { item, key: `key-${item}` })),
    );
    const rows = await written();
    expect(rows.map(({ actor }) => actor)).toEqual(items.map((item) => authors[item % 3]?.actorId));
    const pairs = new Set(rows.map(({ xid, actor }) => `${xid} ${actor}`));
    expect(pairs.size).toBe(new Set(rows.map(({ xid }) => xid)).size);
  });

  it('gives everybody what they would have got alone, whatever the others are', async () => {
    const kinds = fc.array(fc.oneof(fc.nat(1_000), fc.constantFrom('refused', 'broken')), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(kinds, async (items) => {
        await admin.tx({}, (tx) => tx.execute('TRUNCATE public.written'));
        const run = runTogether(database, options);
        const answers = await Promise.allSettled(
          (items as Item[]).map((item) => run(author, { item })),
        );
        expect(
          answers.map((answer) =>
            answer.status === 'fulfilled' ? answer.value : (answer.reason as { code: string }).code,
          ),
        ).toEqual(
          items.map((item) =>
            item === 'refused' ? 'DEVICE_EXISTS' : item === 'broken' ? '22012' : item,
          ),
        );
        expect((await written()).map(({ n }) => n)).toEqual(
          items.filter((item) => typeof item === 'number').sort((a, b) => a - b),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('does the same key once, and the later one learns what came of it', async () => {
    const run = runTogether(database, options);
    const items = [...Array<number>(10).fill(7), 8];
    const answers = await Promise.allSettled(
      items.map((item) => run(author, { key: 'one', item })),
    );
    expect(answers.slice(0, 10)).toEqual(Array(10).fill({ status: 'fulfilled', value: 7 }));
    expect(answers[10]).toMatchObject({ reason: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await written()).toHaveLength(1);
  });

  it('tries nothing again that may have been committed', async () => {
    // A connection lost at the right moment cannot be had on demand.
    const lossy = Object.assign(Object.create(database) as Database, {
      tx: async <T>(context: Context, body: (tx: Tx) => Promise<T>): Promise<T> => {
        await database.tx(context, body);
        throw new Error('Connection terminated unexpectedly');
      },
    });
    const run = runTogether(lossy, options);
    const answers = await Promise.allSettled([1, 2, 3].map((item) => run(author, { item })));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect((await written()).map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('serves who comes after a fault', async () => {
    const run = runTogether(database, options);
    await expect(run(author, { item: 'broken' })).rejects.toMatchObject({ code: '22012' });
    expect(await run(author, { item: 1 })).toBe(1);
  });
});
