import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { masterKeyOf, PLATFORM, unwrap } from './master-key.ts';
import { currentKey } from './data-keys.ts';
import { rotateMasterKey } from './rotate-master-key.ts';
import { seal } from './seal.ts';
import { sealedHome, type SealedHome } from './testing/sealed-home.ts';

const newKey = () => masterKeyOf(randomBytes(32).toString('hex'));

describe('rotateMasterKey', () => {
  let home: SealedHome;
  beforeEach(async () => {
    home = await sealedHome();
  });
  afterEach(() => home.close());

  const everybody = () => [PLATFORM, ...home.companies];

  it('wraps every key anew; the old master key opens nothing any more', async () => {
    const to = newKey();
    const keys = { from: home.master, to };
    expect(await rotateMasterKey(home.keys, keys)).toEqual({ rewrapped: 3, already: 0 });
    const counts = everybody().map((owner) => home.openAll(to, owner));
    expect(await Promise.all(counts)).toEqual([206, 1, 1]);
    for (const owner of everybody()) {
      const code = 'MASTER_KEY_WRONG';
      await expect(home.openAll(home.master, owner)).rejects.toMatchObject({ code });
    }
    expect(await home.acts()).toEqual(['vault.rotated']);
  });

  it('again does what is left: keys made meanwhile with the old master key', async () => {
    const to = newKey();
    const keys = { from: home.master, to };
    await rotateMasterKey(home.keys, keys);
    expect(await rotateMasterKey(home.keys, keys)).toEqual({ rewrapped: 0, already: 3 });
    expect(await home.acts()).toHaveLength(1);
    const owner = '01890a5d-ac96-774b-bcce-b302099a8057';
    const unnamed = '00000000-0000-0000-0000-000000000000';
    const purpose = `auth.data_key.wrapped/${owner}`;
    const wrapped = seal(home.master.key, unnamed, purpose, randomBytes(32));
    await home.admin.tx({}, (tx) =>
      tx.execute('INSERT INTO auth.data_key (owner, wrapped) VALUES ($1, $2)', [owner, wrapped]),
    );
    expect(await rotateMasterKey(home.keys, keys)).toEqual({ rewrapped: 1, already: 3 });
    const row = await home.admin.tx({}, (tx) => currentKey(tx, owner));
    expect(row && unwrap(to, row).key).toHaveLength(32);
  });

  it('killed in the middle changes nothing', async () => {
    const to = newKey();
    await home.admin.tx({}, async (tx) => {
      // The last key is held, so the rotation waits with the others in hand.
      await tx.query('SELECT FROM auth.data_key ORDER BY id DESC LIMIT 1 FOR UPDATE');
      const rotating = rotateMasterKey(home.keys, { from: home.master, to });
      const ended = expect(rotating).rejects.toThrow();
      await vi.waitFor(async () => {
        const killed = await home.admin.tx({}, (other) =>
          other.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND usename = 'luna_keys' AND wait_event_type = 'Lock'`,
          ),
        );
        expect(killed).toHaveLength(1);
      });
      await ended;
    });
    for (const owner of everybody()) await home.openAll(home.master, owner);
    const again = await rotateMasterKey(home.keys, { from: home.master, to });
    expect(again).toEqual({ rewrapped: 3, already: 0 });
  });

  it('error: the wrong old key, or the same key; nothing is changed', async () => {
    const [from, to] = [newKey(), newKey()];
    const wrong = rotateMasterKey(home.keys, { from, to });
    await expect(wrong).rejects.toMatchObject({ code: 'MASTER_KEY_WRONG' });
    const same = rotateMasterKey(home.keys, { from: home.master, to: home.master });
    await expect(same).rejects.toMatchObject({ code: 'MASTER_KEY_SAME' });
    for (const owner of everybody()) await home.openAll(home.master, owner);
    expect(await home.acts()).toEqual([]);
  });
});
