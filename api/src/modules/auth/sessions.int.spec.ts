import {
  changePassword,
  endSession,
  getMe,
  listSessions,
  logout,
  logoutAll,
  refresh as refreshTokens,
  switchOrganization,
} from '@luna/api-client';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { dataOf, refusalOf } from '../../testing/bodies.ts';
import { got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import {
  actsOf,
  bearer,
  login,
  makePerson,
  opens,
  PASSWORD,
  post,
  tokensOf,
} from './testing/people.ts';

const DAY = 24 * 3_600_000;

describe('sessions', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const begin = async () => {
    const person = await makePerson(api);
    return { ...person, ...(await api.begin(person.id)) };
  };
  const claimsOf = (token: string) => z.object({ role: z.string() }).parse(decodeJwt(token));
  const refresh = (refreshToken: string) =>
    refreshTokens({ client: api.connect(), body: { refreshToken } });
  const renewed = async (refreshToken: string) => bearer(await got(refresh(refreshToken)));
  const moved = (refreshToken: string, organizationId: string) =>
    switchOrganization({ client: api.connect(), body: { refreshToken, organizationId } });
  /** Makes a person a member of a new organisation. */
  const join = async (accountId: string, role: string) => {
    const { organizationId } = await api.as('ADMIN', { organization: 'new' });
    await api.admin.tx({}, (tx) =>
      tx.execute(
        'INSERT INTO organizations.membership (org_id, account_id, role) VALUES ($1, $2, $3)',
        [organizationId, accountId, role],
      ),
    );
    return organizationId;
  };
  const me = (accessToken: string) => got(getMe({ client: api.connect(accessToken) }));
  /** Within five seconds, says domain.md. */
  const endsSoon = (accessToken: string) =>
    vi.waitFor(async () => expect(await opens(api, accessToken)).toBe(false), {
      timeout: 5_000,
      interval: 100,
    });

  describe('refresh', () => {
    it('gives new tokens of the same session, and stores the token nowhere', async () => {
      const first = await begin();
      const second = await renewed(first.refreshToken);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect(await opens(api, second.accessToken)).toBe(true);
      expect(await opens(api, first.accessToken)).toBe(true);
      const stored = await api.admin.tx({}, (tx) =>
        tx.query('SELECT row_to_json(r)::text AS row FROM auth.refresh_token r'),
      );
      expect(JSON.stringify(stored)).not.toContain(second.refreshToken.slice(-40));
    });

    it('ends the whole family when a token is used again', async () => {
      const { id, accessToken, refreshToken } = await begin();
      const second = await renewed(refreshToken);
      expect(await refused(refresh(refreshToken))).toEqual([401, 'REFRESH_REUSED']);
      expect(await refused(refresh(second.refreshToken))).toEqual([401, 'SESSION_ENDED']);
      expect(await opens(api, accessToken)).toBe(false);
      expect(await opens(api, second.accessToken)).toBe(false);
      expect(await actsOf(api, id)).toEqual(['session.started', 'session.reuse_detected']);
    });

    it('of many uses at once lets one pass, and takes the others for reuse', async () => {
      const { refreshToken } = await begin();
      const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
      expect(answers.filter(({ response }) => response?.status === 200)).toHaveLength(1);
      const lost = answers.filter(({ response }) => response?.status !== 200);
      const codes = lost.map(({ error }) => error?.code);
      expect(codes.filter((code) => code === 'REFRESH_REUSED')).toHaveLength(1);
      expect(codes.filter((code) => code === 'SESSION_ENDED')).toHaveLength(6);
    });

    it('is over after seven days unused, and after thirty however used', async () => {
      const { id, refreshToken } = await begin();
      api.clock.advance(7 * DAY);
      expect(await refused(refresh(refreshToken))).toEqual([401, 'TOKEN_EXPIRED']);
      let used = await api.begin(id);
      for (let day = 0; day < 30; day += 6) {
        used = await renewed(used.refreshToken);
        api.clock.advance(6 * DAY);
      }
      expect(await refused(refresh(used.refreshToken))).toEqual([401, 'TOKEN_EXPIRED']);
    });

    it('is refused once the account is disabled, or the membership has ended unseen', async () => {
      const { id, refreshToken } = await begin();
      await api.admin.tx({}, (tx) =>
        tx.execute('UPDATE auth.account SET disabled_at = now() WHERE id = $1', [id]),
      );
      expect(await refused(refresh(refreshToken))).toEqual([401, 'SESSION_ENDED']);
    });

    it.each([
      [{}, [401, 'SIGN_IN_REQUIRED']],
      [{ refreshToken: '' }, [401, 'TOKEN_INVALID']],
      [{ refreshToken: 'nonsense' }, [401, 'TOKEN_INVALID']],
      [{ refreshToken: 'a.b.c' }, [401, 'TOKEN_INVALID']],
      [{ refreshToken: 7 }, [400, 'VALIDATION_FAILED']],
      [{ refreshToken: 'x'.repeat(9000) }, [400, 'VALIDATION_FAILED']],
    ])('refuses %j', async (body, expected) => {
      expect(refusalOf(await post(api, 'refresh', body))).toEqual(expected);
    });

    it('refuses an access token in the place of a refresh token', async () => {
      const { accessToken } = await begin();
      expect(await refused(refresh(accessToken))).toEqual([401, 'TOKEN_INVALID']);
    });
  });

  describe('switch', () => {
    it('goes on in another organisation, under its role, and ends what was before', async () => {
      const person = await makePerson(api);
      const first = await join(person.id, 'OPERATOR');
      const second = await join(person.id, 'AUDITOR');
      const { accessToken, refreshToken } = await api.begin(person.id);
      expect(await me(accessToken)).toMatchObject({ organizationId: first, role: 'OPERATOR' });
      const after = await got(moved(refreshToken, second));
      expect(after).toMatchObject({ user: { organizationId: second, role: 'AUDITOR' } });
      expect(await opens(api, bearer(after).accessToken)).toBe(true);
      await endsSoon(accessToken);
      expect(await refused(refresh(refreshToken))).toEqual([401, 'SESSION_ENDED']);
    });

    it('is no login: the thirty days go on', async () => {
      const person = await makePerson(api);
      const organizations = [await join(person.id, 'OPERATOR'), await join(person.id, 'AUDITOR')];
      let used = await api.begin(person.id);
      for (let day = 0; day < 30; day += 6) {
        const organizationId = organizations[(day / 6 + 1) % 2] ?? '';
        used = bearer(await got(moved(used.refreshToken, organizationId)));
        api.clock.advance(6 * DAY);
      }
      expect(await refused(refresh(used.refreshToken))).toEqual([401, 'TOKEN_EXPIRED']);
    });

    it('refuses an organisation one does not belong to, and uses nothing up', async () => {
      const { refreshToken } = await begin();
      const { organizationId } = await api.as('ADMIN', { organization: 'new' });
      expect(await refused(moved(refreshToken, organizationId))).toEqual([403, 'NOT_A_MEMBER']);
      await renewed(refreshToken);
    });
  });

  describe('an end', () => {
    it('logout: of this session alone', async () => {
      const { id, accessToken, refreshToken } = await begin();
      const other = await api.begin(id);
      await got(logout({ client: api.connect(accessToken) }));
      expect(await opens(api, accessToken)).toBe(false);
      expect(await refused(refresh(refreshToken))).toEqual([401, 'SESSION_ENDED']);
      expect(await opens(api, other.accessToken)).toBe(true);
      expect(await actsOf(api, id)).toEqual([
        'session.started',
        'session.started',
        'session.ended',
      ]);
    });

    it('logout-all: of every session', async () => {
      const { id, accessToken } = await begin();
      const other = await api.begin(id);
      await got(logoutAll({ client: api.connect(other.accessToken) }));
      expect([await opens(api, accessToken), await opens(api, other.accessToken)]).toEqual([
        false,
        false,
      ]);
    });

    it('a role that changes, in every process within five seconds', async () => {
      const person = await makePerson(api);
      const organizationId = await join(person.id, 'ENGINEER');
      const { accessToken, refreshToken } = await api.begin(person.id);
      expect(await opens(api, accessToken)).toBe(true);
      // As the organisations' side does it: in its own role, knowing nothing of sessions.
      await api.database.tx({ organizationId }, (tx) =>
        tx.execute(
          `UPDATE organizations.membership SET role = 'AUDITOR' WHERE org_id = $1 AND account_id = $2`,
          [organizationId, person.id],
        ),
      );
      await endsSoon(accessToken);
      expect(await refused(refresh(refreshToken))).toEqual([401, 'SESSION_ENDED']);
      const next = await api.begin(person.id);
      expect(await me(next.accessToken)).toMatchObject({ role: 'AUDITOR' });
    });

    it('a membership that ends, and an organisation that is suspended', async () => {
      const changes = [
        'UPDATE organizations.membership SET ended_at = now() WHERE account_id = $1',
        `UPDATE organizations.organization SET status = 'SUSPENDED' WHERE id IN
           (SELECT org_id FROM organizations.membership WHERE account_id = $1)`,
      ];
      for (const change of changes) {
        const person = await makePerson(api);
        await join(person.id, 'ENGINEER');
        const { accessToken } = await api.begin(person.id);
        await api.admin.tx({}, (tx) => tx.execute(change, [person.id]));
        await endsSoon(accessToken);
      }
    });

    it('never a session that begins while the role changes, unless it begins with the new one', async () => {
      const person = await makePerson(api);
      const organizationId = await join(person.id, 'ENGINEER');
      const change = (role: string) =>
        api.database.tx({ organizationId }, (tx) =>
          tx.execute(
            'UPDATE organizations.membership SET role = $3 WHERE org_id = $1 AND account_id = $2',
            [organizationId, person.id, role],
          ),
        );
      for (const role of ['OPERATOR', 'ENGINEER', 'AUDITOR']) {
        const logins = Array.from({ length: 12 }, () => api.begin(person.id));
        await change(role);
        for (const { accessToken } of await Promise.all(logins)) {
          const old = claimsOf(accessToken).role !== role;
          if (old) await endsSoon(accessToken);
          else expect(await opens(api, accessToken)).toBe(true);
        }
      }
    });

    it('a password that is changed: of all others', async () => {
      const { id, email, accessToken } = await begin();
      const other = await api.begin(id);
      const body = { currentPassword: PASSWORD, newPassword: 'eight dry umbrellas' };
      const change = (more: Partial<typeof body> = {}) =>
        changePassword({ client: api.connect(accessToken), body: { ...body, ...more } });
      const bad = change({ currentPassword: 'not it' });
      expect(await refused(bad)).toEqual([401, 'CREDENTIALS_WRONG']);
      expect(await refused(change({ newPassword: 'short' }))).toEqual([400, 'PASSWORD_REFUSED']);
      await got(change());
      expect(await opens(api, accessToken)).toBe(true);
      expect(await opens(api, other.accessToken)).toBe(false);
      expect(refusalOf(await login(api, email))).toEqual([401, 'CREDENTIALS_WRONG']);
      tokensOf(await login(api, email, { password: body.newPassword }));
      expect(await actsOf(api, id)).toContain('password.changed');
    });
  });

  describe('list', () => {
    it('shows a person where they are signed in, and ends what they point at', async () => {
      const { id, accessToken } = await begin();
      const other = await api.begin(id);
      const client = api.connect(accessToken);
      const list = () => got(listSessions({ client }));
      const sessions = await list();
      expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
      const sid = sessions.find(({ current }) => !current)?.id ?? '';
      const end = () => endSession({ client, path: { id: sid } });
      await got(end());
      expect(await opens(api, other.accessToken)).toBe(false);
      expect(await list()).toHaveLength(1);
      expect(await refused(end())).toEqual([404, 'SESSION_UNKNOWN']);
    });

    it('ends nobody else’s', async () => {
      const mine = await begin();
      const theirs = await begin();
      const [row] = await api.admin.tx({}, (tx) =>
        tx.query('SELECT sid FROM auth.session WHERE account_id = $1', [theirs.id]),
      );
      const answer = endSession({
        client: api.connect(mine.accessToken),
        path: { id: String(row?.['sid']) },
      });
      expect(await refused(answer)).toEqual([404, 'SESSION_UNKNOWN']);
      expect(await opens(api, theirs.accessToken)).toBe(true);
    });
  });

  it('me: name and language can be changed, and nothing else', async () => {
    const { accessToken } = await begin();
    const patch = (body: unknown) =>
      api.send({
        method: 'PATCH',
        url: '/api/v1/auth/me',
        body,
        key: false,
        headers: { authorization: `Bearer ${accessToken}` },
      });
    const changed = await patch({ displayName: 'Zhang Wei', locale: 'zh' });
    expect(dataOf(changed)).toMatchObject({ displayName: 'Zhang Wei', locale: 'zh' });
    for (const body of [
      {},
      { displayName: '' },
      { displayName: 'two\nlines' },
      { locale: 'de' },
      { role: 'ADMIN' },
      { email: 'b@example.com' },
    ]) {
      expect(refusalOf(await patch(body))).toEqual([400, 'VALIDATION_FAILED']);
    }
  });

  it('about oneself is nothing for API keys', async () => {
    expect(await refused(getMe({ client: api.client }))).toEqual([403, 'PERSON_REQUIRED']);
  });
});
