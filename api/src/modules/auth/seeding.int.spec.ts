import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@luna/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dataOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { ensureAdmin, ensureKey, Operator, type Author } from './auth.public.ts';
import { post } from './testing/people.ts';

const adminFile = z.object({ email: z.string(), password: z.string() });

describe('the first start', () => {
  let api: TestApi;
  let operator: Author;
  beforeEach(async () => {
    api = await startTestApi();
    operator = await new Operator(api.database).caller();
  });
  afterEach(() => api.close());

  const parts = (config = api.config) => ({ ...api, config, now: api.clock.now() });
  const counts = () =>
    api.admin.tx({}, (tx) =>
      tx.query(`SELECT (SELECT count(*) FROM organizations.membership) AS members,
                  (SELECT count(*) FROM auth.account) AS accounts,
                  (SELECT count(*) FROM auth.api_key) AS keys`),
    );

  it('makes a platform admin, whose sign-in lies in a file that only the owner reads', async () => {
    await ensureAdmin(parts(), operator.organizationId);
    const file = api.config.paths.admin;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const admin = adminFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    const answer = await post(api, 'login', admin);
    expect(dataOf(answer)).toMatchObject({
      user: { organizationId: operator.organizationId, role: 'ADMIN' },
    });
    const { permissions } = (dataOf(answer)['user'] ?? {}) as { permissions: string[] };
    expect(permissions).toContain('organizations:decide:all');
  });

  it('happens once, also when several processes start together on several machines', async () => {
    const homes = [0, 1, 2].map(() => mkdtempSync(join(tmpdir(), 'luna-home-')));
    const starts = homes.map((LUNA_HOME) =>
      ensureAdmin(parts(loadConfig({ LUNA_HOME })), operator.organizationId),
    );
    await Promise.all(starts);
    await ensureAdmin(parts(), operator.organizationId);
    expect(await counts()).toEqual([{ members: 1, accounts: 1, keys: 1 }]);
    const files = homes.filter((home) =>
      statSync(join(home, 'secrets'), { throwIfNoEntry: false }),
    );
    expect(files).toHaveLength(1);
    for (const home of homes) rmSync(home, { recursive: true });
  });

  it('goes on where an earlier one was cut off, with the password it left', async () => {
    await ensureAdmin(parts(), operator.organizationId);
    await api.admin.tx({}, (tx) => tx.execute('DELETE FROM organizations.membership'));
    const before = readFileSync(api.config.paths.admin, 'utf8');
    await ensureAdmin(parts(), operator.organizationId);
    expect(readFileSync(api.config.paths.admin, 'utf8')).toBe(before);
    const answer = await post(api, 'login', JSON.parse(before));
    expect(answer).toMatchObject({ status: 200 });
  });

  it('leaves an operator alone who has members', async () => {
    await api.as('OPERATOR');
    await ensureAdmin(parts(), operator.organizationId);
    expect(await counts()).toEqual([{ members: 1, accounts: 1, keys: 1 }]);
  });

  it('knows the key of $LUNA_HOME/key, whatever its form, in the name it always wrote in', async () => {
    await ensureKey(parts(), operator);
    expect(await counts()).toEqual([{ members: 0, accounts: 0, keys: 1 }]);
    const [row] = await api.admin.tx({}, (tx) =>
      tx.query('SELECT actor_id, role FROM auth.api_key'),
    );
    expect(row).toEqual({ actor_id: operator.actorId, role: 'ADMIN' });
    expect(await api.send({ url: '/api/v1/passports' })).toMatchObject({ status: 200 });
  });

  it('does not bring a revoked key back', async () => {
    await api.admin.tx({}, (tx) => tx.execute('UPDATE auth.api_key SET revoked_at = now()'));
    await ensureKey(parts(), operator);
    expect(await api.send({ url: '/api/v1/passports' })).toMatchObject({ status: 401 });
  });

  it('error: a damaged key or admin file is named', async () => {
    writeFileSync(api.config.paths.key, 'torn');
    await expect(ensureKey(parts(), operator)).rejects.toMatchObject({ code: 'KEY_FILE_INVALID' });
    await ensureAdmin(parts(), operator.organizationId);
    await api.admin.tx({}, (tx) => tx.execute('DELETE FROM organizations.membership'));
    writeFileSync(api.config.paths.admin, '{}');
    await expect(ensureAdmin(parts(), operator.organizationId)).rejects.toMatchObject({
      code: 'ADMIN_FILE_INVALID',
    });
  });
});
