import { PLATFORM, totpPurpose } from '@luna/vault';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { Vault } from '../vault/vault.public.ts';
import { lockAccount, readAccount } from './data/accounts.ts';
import { makePerson, PASSWORD } from './testing/people.ts';
import { Identity, type Weighed } from './use/identity.ts';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('Identity.admit, many at once', () => {
  let api: TestApi;
  let identity: Identity;
  let vault: Vault;
  beforeAll(async () => {
    api = await startTestApi();
    vault = new Vault(api.authDatabase, api.config);
    identity = new Identity(vault);
  });
  afterAll(() => api.close());

  const admitted = async (id: string, weighed: Weighed, times: number): Promise<number> => {
    const tries = Array.from({ length: times }, () =>
      api.authDatabase.tx({}, async (tx) =>
        identity.admit(tx, await lockAccount(tx, id), weighed, api.clock.now()),
      ),
    );
    return (await Promise.all(tries)).filter((refusal) => refusal === undefined).length;
  };
  const account = async (id: string) => {
    const row = await api.authDatabase.tx({}, (tx) => readAccount(tx, id));
    if (row === undefined) throw new Error('no account');
    return row;
  };

  it('loses no failure, and looks at none after the fifth', async () => {
    const { id } = await makePerson(api);
    const proof = { password: 'wrong' };
    const weighed = { proof, rightFor: undefined, totpSecret: undefined };
    expect(await admitted(id, weighed, 4)).toBe(0);
    expect(await account(id)).toMatchObject({ failedLogins: 4, lockedUntil: null });
    await admitted(id, weighed, 8);
    expect(await account(id)).toMatchObject({ failedLogins: 5 });
    const right = await identity.weigh(await account(id), { password: PASSWORD });
    expect(await admitted(id, right, 4)).toBe(0);
  });

  it('lets one in with one code', async () => {
    const { id } = await makePerson(api);
    const sealed = await vault.seal(PLATFORM, totpPurpose(id), Buffer.from(SECRET));
    await api.admin.tx({}, (tx) =>
      tx.execute(
        'UPDATE auth.account SET totp_sealed = $2, totp_enabled_at = now() WHERE id = $1',
        [id, sealed],
      ),
    );
    const secret = Secret.fromBase32(SECRET);
    const totp = new TOTP({ secret }).generate({ timestamp: api.clock.now() });
    const weighed = await identity.weigh(await account(id), { password: PASSWORD, totp });
    expect(await admitted(id, weighed, 4)).toBe(1);
  });

  it('lets nobody in with a password that was changed while it was weighed', async () => {
    const { id } = await makePerson(api);
    const weighed = await identity.weigh(await account(id), { password: PASSWORD });
    await api.admin.tx({}, (tx) =>
      tx.execute('UPDATE auth.account SET password_hash = $2 WHERE id = $1', [
        id,
        '$2b$12$tVQPsra0MD537halHy6xNe7Ce/8Rj9oi0fL6GpFxLop3BoCYcVE8O',
      ]),
    );
    expect(await admitted(id, weighed, 1)).toBe(0);
  });
});
