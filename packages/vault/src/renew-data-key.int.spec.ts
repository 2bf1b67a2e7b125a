import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { destroyDataKeys, organizationOf } from './destroy-data-keys.ts';
import { currentKey, makeKey } from './data-keys.ts';
import { masterKeyOf, PLATFORM } from './master-key.ts';
import { renewDataKey } from './renew-data-key.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';
import { sealedHome, type SealedHome } from './testing/sealed-home.ts';

const keyRow = z.object({ id: z.uuid(), retired: z.boolean(), destroyed: z.boolean() });

describe('data keys', () => {
  let home: SealedHome;
  beforeEach(async () => {
    home = await sealedHome();
  });
  afterEach(() => home.close());

  const renew = (owner: string, more: object = {}) =>
    renewDataKey(home.keys, { owner, master: home.master, settleMs: 0, ...more });
  const keysOf = (owner: string) =>
    home.admin.tx({}, (tx) =>
      tx.rows(
        keyRow,
        `SELECT id, retired_at IS NOT NULL AS retired, wrapped IS NULL AS destroyed
         FROM auth.data_key WHERE owner = $1 ORDER BY created_at`,
        [owner],
      ),
    );

  it('every sealed column of the database is sealed anew', async () => {
    const columns = await home.admin.tx({}, (tx) =>
      tx.rows(
        z.object({ name: z.string() }),
        `SELECT table_schema || '.' || table_name || '.' || column_name AS name
         FROM information_schema.columns WHERE data_type = 'bytea' AND column_name LIKE '%sealed' ORDER BY 1`,
      ),
    );
    expect(columns).toEqual(SEALED_COLUMNS.map(({ name }) => ({ name })));
  });

  it('one owner’s values are sealed anew and the old key is destroyed; others stay as they are', async () => {
    const [company, other] = home.companies;
    const before = await keysOf(other);
    expect(await renew(company)).toMatchObject({ resealed: 1 });
    expect(await renew(PLATFORM)).toMatchObject({ resealed: 206 });
    expect(await home.openAll(home.master, company)).toBe(1);
    expect(await home.openAll(home.master, PLATFORM)).toBe(206);
    expect(await keysOf(company)).toMatchObject([
      { retired: true, destroyed: true },
      { retired: false, destroyed: false },
    ]);
    expect(await keysOf(other)).toEqual(before);
    expect(await home.acts()).toEqual(['vault.key_renewed', 'vault.key_renewed']);
  });

  it('may end after any step: everything opens, and the next run finishes with the same new key', async () => {
    let steps = 0;
    await renew(PLATFORM, { progress: () => (steps += 1) });
    expect(steps).toBeGreaterThan(8);
    for (let last = 1; last < steps; last += 1) {
      let step = 0;
      const crash = () => {
        step += 1;
        if (step === last) throw new Error('killed');
      };
      await expect(renew(PLATFORM, { progress: crash })).rejects.toThrow('killed');
      expect(await home.openAll(home.master, PLATFORM)).toBe(206);
      const begun = (await keysOf(PLATFORM)).find(({ retired }) => !retired);
      expect(await renew(PLATFORM)).toMatchObject({ keyId: begun?.id });
      expect(await home.openAll(home.master, PLATFORM)).toBe(206);
      const left = (await keysOf(PLATFORM)).filter(({ destroyed }) => !destroyed);
      expect(left).toEqual([begun]);
    }
  });

  it('waits as long as a process may seal with the old key, and seals that anew as well', async () => {
    const [company] = home.companies;
    const late = 'UPDATE credentials.issuer_key SET private_sealed = $1 WHERE org_id = $2';
    const read = 'SELECT private_sealed AS sealed FROM credentials.issuer_key WHERE org_id = $1';
    const [old] = await home.admin.tx({}, (tx) => tx.query(read, [company]));
    const began = performance.now();
    const renewing = renew(company, {
      settleMs: 600,
      progress: (step: string) => {
        if (!step.startsWith('waiting')) return;
        void home.admin.tx({}, (tx) => tx.execute(late, [old?.['sealed'], company]));
      },
    });
    expect(await renewing).toMatchObject({ resealed: 2 });
    expect(performance.now() - began).toBeGreaterThan(590);
    expect(await home.openAll(home.master, company)).toBe(1);
  });

  it('error: another master key, or an owner without a key', async () => {
    const [company] = home.companies;
    const master = masterKeyOf(randomBytes(32).toString('hex'));
    await expect(renew(company, { master })).rejects.toMatchObject({ code: 'MASTER_KEY_WRONG' });
    const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
    await expect(renew(nobody)).rejects.toMatchObject({ code: 'DATA_KEY_MISSING' });
    expect(await keysOf(company)).toMatchObject([{ retired: false }]);
    expect(await home.openAll(home.master, company)).toBe(1);
  });

  it('destroyed: nothing opens, nothing is made anew, and it is recorded', async () => {
    const [company, other] = home.companies;
    await expect(
      renew(company, {
        progress: () => {
          throw new Error('killed');
        },
      }),
    ).rejects.toThrow('killed');
    expect(await organizationOf(home.keys, 'aaa')).toBe(company);
    expect(await destroyDataKeys(home.keys, company)).toBe(2);
    expect(await destroyDataKeys(home.keys, company)).toBe(0);
    const code = 'VAULT_KEY_DESTROYED';
    await expect(home.openAll(home.master, company)).rejects.toMatchObject({ code });
    await expect(renew(company)).rejects.toMatchObject({ code });
    await home.admin.tx({}, async (tx) => {
      await makeKey(tx, home.master, company);
      expect(await currentKey(tx, company)).toMatchObject({ wrapped: null });
    });
    expect(await home.openAll(home.master, other)).toBe(1);
    expect(await home.acts()).toEqual(['vault.key_destroyed', 'vault.key_destroyed']);
    const unknown = { code: 'ORGANIZATION_UNKNOWN' };
    await expect(organizationOf(home.keys, PLATFORM)).rejects.toMatchObject(unknown);
  });

  it('its login sees sealed values and their ids, and nothing else of people or companies', async () => {
    const readable = await home.admin.tx({}, (tx) =>
      tx.rows(
        z.object({ name: z.string() }),
        `SELECT n.nspname || '.' || c.relname || '.' || a.attname AS name FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema)' AND c.relname <> 'data_key'
           AND has_column_privilege('luna_keys', c.oid, a.attnum, 'SELECT') ORDER BY 1`,
      ),
    );
    expect(readable.map(({ name }) => name)).toEqual([
      'auth.account.id',
      'auth.account.totp_sealed',
      'auth.signing_key.kid',
      'auth.signing_key.private_sealed',
      'credentials.issuer_key.private_sealed',
      'credentials.issuer_key.public_key',
      'organizations.organization.bootstrap_actor',
      'organizations.organization.code',
      'organizations.organization.id',
      'organizations.organization.operator',
    ]);
  });
});
