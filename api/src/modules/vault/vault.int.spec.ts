import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Database } from '@luna/database';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { loadConfig } from '@luna/runtime';
import { destroyDataKeys, keyIdOf, masterKeyOf, PLATFORM, renewDataKey } from '@luna/vault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveSecret } from './derive-secret.ts';
import { Vault } from './vault.ts';

const configOf = (MASTER_KEY_HEX: string) => loadConfig({ MASTER_KEY_HEX }, { localConfig: false });
const MASTER = randomBytes(32).toString('hex');
const config = configOf(MASTER);
const SECRET = Buffer.from('did:web key');

describe('Vault', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await connect({ url: test.authUrl, poolSize: 4 });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  it('opens what another process sealed, with one key per owner', async () => {
    const [one, other] = [new Vault(database, config), new Vault(database, config)];
    const owner = randomUUID();
    const seals = await Promise.all([one, other].map((vault) => vault.seal(owner, 'p', SECRET)));
    for (const sealed of seals) expect(await other.open(owner, 'p', sealed)).toEqual(SECRET);
    const rows = await database.tx({}, (tx) =>
      tx.query('SELECT wrapped FROM auth.data_key WHERE owner = $1', [owner]),
    );
    expect(rows).toHaveLength(1);
  });

  it('opens nothing for another owner', async () => {
    const vault = new Vault(database, config);
    const sealed = await vault.seal(PLATFORM, 'p', SECRET);
    const code = 'VAULT_SEAL_BROKEN';
    await expect(vault.open(randomUUID(), 'p', sealed)).rejects.toMatchObject({ code });
  });

  it('goes on through a new data key, also in a process that remembers the old one', async () => {
    const owner = randomUUID();
    const vault = new Vault(database, config);
    const before = await vault.seal(owner, 'p', SECRET);
    const master = masterKeyOf(MASTER);
    const keys = await connect({ url: test.keysUrl, poolSize: 1 });
    const stop = () => {
      throw new Error('killed');
    };
    const begun = renewDataKey(keys, { owner, master, progress: stop });
    await expect(begun).rejects.toThrow('killed');
    await keys.close();
    const after = await new Vault(database, config).seal(owner, 'p', SECRET);
    expect(keyIdOf(after)).not.toBe(keyIdOf(before));
    const late = await vault.seal(owner, 'p', SECRET);
    for (const process of [vault, new Vault(database, config)]) {
      for (const sealed of [before, after, late]) {
        expect(await process.open(owner, 'p', sealed)).toEqual(SECRET);
      }
    }
  });

  it('a destroyed key opens and seals nothing any more, in any process that asks anew', async () => {
    const owner = randomUUID();
    const sealed = await new Vault(database, config).seal(owner, 'p', SECRET);
    const keys = await connect({ url: test.keysUrl, poolSize: 1 });
    await destroyDataKeys(keys, owner);
    const code = 'VAULT_KEY_DESTROYED';
    const vault = new Vault(database, config);
    await expect(vault.open(owner, 'p', sealed)).rejects.toMatchObject({ code });
    await expect(vault.seal(owner, 'p', SECRET)).rejects.toMatchObject({ code });
    const never = randomUUID();
    await destroyDataKeys(keys, never);
    await expect(vault.seal(never, 'p', SECRET)).rejects.toMatchObject({ code });
    await keys.close();
  });

  it('error: the api’s own login neither changes nor destroys a key', async () => {
    for (const change of ['wrapped = NULL', 'destroyed_at = now()', 'retired_at = now()']) {
      const changing = database.tx({}, (tx) => tx.query(`UPDATE auth.data_key SET ${change}`));
      await expect(changing).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('error: another MASTER_KEY_HEX, or none', async () => {
    const owner = randomUUID();
    await new Vault(database, config).seal(owner, 'p', SECRET);
    const stranger = new Vault(database, configOf('00'.repeat(32)));
    await expect(stranger.seal(owner, 'p', SECRET)).rejects.toMatchObject({
      code: 'VAULT_UNAVAILABLE',
      retryable: true,
      cause: { code: 'MASTER_KEY_WRONG' },
    });
    const without = new Vault(database, loadConfig({}, { localConfig: false }));
    await expect(without.seal(owner, 'p', SECRET)).rejects.toMatchObject({
      code: 'CONFIG_MISSING',
    });
  });

  it('its table is nothing to other roles', async () => {
    for (const url of [test.appUrl, test.publicUrl, test.platformUrl, test.indexerUrl]) {
      const other = await connect({ url, poolSize: 1 });
      const read = other.tx({}, (tx) => tx.query('SELECT FROM auth.data_key'));
      await expect(read).rejects.toMatchObject({ code: '42501' });
      await other.close();
    }
  });
});

it('deriveSecret gives one secret per purpose and master key', () => {
  const secrets = [
    deriveSecret(config, 'csrf/1'),
    deriveSecret(config, 'request/1'),
    deriveSecret(configOf('00'.repeat(32)), 'csrf/1'),
  ].map((secret) => secret.toString('hex'));
  expect(new Set(secrets).size).toBe(3);
  expect(deriveSecret(config, 'csrf/1').toString('hex')).toBe(secrets[0]);
});
