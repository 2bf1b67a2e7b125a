import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { countRings, hangBell } from '../testing/bell.ts';
import { drain, follow } from '../testing/drain.ts';
import { openLab } from '../testing/lab.ts';
import type { Lab } from '../testing/lab.ts';
import { HONEST, LOST, startProxy } from '../testing/proxy.ts';
import { attemptsOf, minedCount, newProcess, ring } from '../testing/sender-lab.ts';
import { findUnsettled } from './intent.ts';
import type { Intent } from './intent.ts';
import type { TransactionSender } from './transaction-sender.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  await lab.reset();
  await hangBell(lab);
});
afterAll(() => lab.close());

describe('a crash', () => {
  /** What happened before the process died; the next one knows only the database and the chain. */
  const deaths: Record<string, (dying: TransactionSender, intent: Intent) => Promise<void>> = {
    'after the intent was stored': () => Promise.resolve(),
    'after signing': async (dying, intent) => {
      await dying.sign(intent);
    },
    'after the node took it, before we knew': async (dying, intent) => {
      await dying.sign(intent);
      const proxy = await startProxy(lab.url);
      proxy.tamper = ({ method }) => (method === 'eth_sendRawTransaction' ? LOST : HONEST);
      await expect(newProcess(lab, { url: proxy.url }).broadcast(intent)).rejects.toMatchObject({
        code: 'CHAIN_UNAVAILABLE',
        retryable: true,
      });
      await proxy.close();
    },
    'after broadcast': async (dying, intent) => {
      await dying.sign(intent);
      await dying.broadcast(intent);
    },
    'after it was mined and followed, before it was settled': async (dying, intent) => {
      await dying.sign(intent);
      await dying.broadcast(intent);
      await follow(lab);
    },
  };

  for (const [when, live] of Object.entries(deaths)) {
    for (const automine of [true, false]) {
      test(`${when} (${automine ? 'mined at once' : 'waiting in the pool'}): mined exactly once`, async () => {
        await lab.rpc('evm_setAutomine', [automine]);
        const dying = newProcess(lab);
        const { intent } = await dying.submit(ring);
        await live(dying, intent);

        const next = newProcess(lab);
        expect((await next.submit(ring)).created).toBe(false);
        await next.step();
        if (!automine) await lab.rpc('evm_mine');
        const settled = await drain(lab, next);

        expect(settled.map(({ state }) => state)).toEqual(['succeeded']);
        expect(await countRings(lab)).toBe(1);
        expect(await minedCount(lab)).toBe(1);
        expect(await attemptsOf(lab, intent)).toHaveLength(1);
      });
    }
  }

  test('of a chain node that loses its pool: the stored bytes are sent again', async () => {
    await lab.rpc('evm_setAutomine', [false]);
    const { intent } = await newProcess(lab).submit(ring);
    await newProcess(lab).step();
    const [attempt] = await attemptsOf(lab, intent);
    await lab.rpc('anvil_dropTransaction', [attempt?.hash]);
    await newProcess(lab).step();
    await lab.rpc('evm_mine');
    await drain(lab, newProcess(lab));
    expect(await countRings(lab)).toBe(1);
    expect(await attemptsOf(lab, intent)).toHaveLength(1);
  });
});

describe('two processes at once', () => {
  test('share one intent, one stored transaction per turn, and one mined transaction', async () => {
    const senders = [newProcess(lab), newProcess(lab), newProcess(lab)];
    const created = await Promise.all(senders.map((sender) => sender.submit(ring)));
    expect(created.filter((one) => one.created)).toHaveLength(1);
    expect(new Set(created.map(({ intent }) => intent.id)).size).toBe(1);
    await Promise.all(senders.map((sender) => sender.step()));
    await drain(lab, newProcess(lab));
    expect(await countRings(lab)).toBe(1);
  });

  test('with different purposes get nonces without gaps', async () => {
    const purposes = Array.from({ length: 8 }, (_, at) => `ring ${at}`);
    const created = await Promise.all(
      purposes.map((purpose) => newProcess(lab).submit({ ...ring, purpose })),
    );
    expect(created.map(({ intent }) => intent.nonce).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await drain(lab, newProcess(lab));
    expect(await countRings(lab)).toBe(8);
  });
});

describe('what happened', () => {
  test('is learnt from final blocks only: a reorganised transaction is sent again', async () => {
    const sender = newProcess(lab);
    const { intent } = await sender.submit(ring);
    await sender.step();
    await follow(lab);
    expect(await sender.settle()).toEqual([]);
    await lab.rpc('evm_setAutomine', [false]);
    await lab.rpc('anvil_reorg', [1, []]);
    expect(await countRings(lab)).toBe(0);
    await follow(lab);
    const seen = await lab.database.tx({}, (tx) => tx.query('SELECT FROM chain.tx_mined'));
    expect(seen).toHaveLength(0);
    await newProcess(lab).step();
    await lab.rpc('evm_mine');
    const [settled] = await drain(lab, newProcess(lab));
    expect(settled).toMatchObject({ id: intent.id, state: 'succeeded' });
    expect(await countRings(lab)).toBe(1);
    expect(await attemptsOf(lab, intent)).toHaveLength(1);
  });

  test('an idle sender asks the chain nothing and sends nothing', async () => {
    const proxy = await startProxy(lab.url);
    const sender = newProcess(lab, { url: proxy.url });
    expect(await sender.step()).toMatchObject({ unsettled: 0, signed: 0, broadcast: 0 });
    expect(proxy.methods).toEqual([]);
    await proxy.close();
  });
});

describe('the database', () => {
  const purposeRow = z.object({ purpose: z.string() });

  test('creates the intent in the transaction of what it is for, or not at all', async () => {
    const sender = newProcess(lab);
    const nonce = await sender.chainNonce();
    const failing = lab.database.tx({}, async (tx) => {
      await sender.create(tx, ring, nonce);
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    const found = await lab.database.tx({}, (tx) => findUnsettled(tx, 31_337, 'ring'));
    expect(found).toBeUndefined();
  });

  test('refuses a second unsettled intent of one purpose, whoever writes it', async () => {
    const { intent } = await newProcess(lab).submit(ring);
    const second = lab.database.tx({}, (tx) =>
      tx.rows(
        purposeRow,
        `INSERT INTO chain.tx_intent (chain_id, signer, nonce, purpose, target, data, value)
         SELECT chain_id, signer, nonce + 1, purpose, target, data, value FROM chain.tx_intent WHERE id = $1
         RETURNING purpose`,
        [intent.id],
      ),
    );
    await expect(second).rejects.toMatchObject({ constraint: 'tx_intent_purpose' });
  });

  test('never changes or forgets signed bytes', async () => {
    const { intent } = await newProcess(lab).submit(ring);
    await newProcess(lab).sign(intent);
    for (const sql of ["UPDATE chain.tx_attempt SET raw = ''", 'DELETE FROM chain.tx_attempt']) {
      const change = lab.database.tx({}, (tx) => tx.query(sql));
      await expect(change).rejects.toMatchObject({ code: '42501' });
    }
  });
});
