import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import {
  actsOf,
  lettersTo,
  linkIn,
  login,
  makePerson,
  opens,
  PASSWORD,
  post,
  tokensOf,
} from './testing/people.ts';

const WRONG = [401, 'CREDENTIALS_WRONG'];
const MINUTE = 60_000;

describe('registration', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const newEmail = () => `n${randomBytes(6).toString('hex')}@example.com`;
  const register = (email: string, more: object = {}) =>
    post(api, 'register', { email, password: PASSWORD, displayName: 'Anna Berg', ...more });
  const verify = (token: string) => post(api, 'verify-email', { token });

  it('counts once the link in the letter is opened, and the link once', async () => {
    const email = newEmail();
    expect(await register(email.toUpperCase())).toMatchObject({
      status: 202,
      body: { data: null },
    });
    expect(refusalOf(await login(api, email))).toEqual(WRONG);
    const [letter] = await lettersTo(api, email, 1);
    expect(letter).toContain('Subject: Confirm your e-mail address');
    expect(letter).toContain(`${api.config.PUBLIC_URL}/verify-email#`);
    const token = linkIn(letter);
    expect(await verify(token)).toMatchObject({ status: 200 });
    tokensOf(await login(api, email));
    expect(refusalOf(await verify(token))).toEqual([400, 'LINK_INVALID']);
  });

  it('answers a known address like a new one; its owner is told, nothing changes', async () => {
    const { id, email } = await makePerson(api);
    const [known, fresh] = [await register(email), await register(newEmail())];
    expect([known.status, known.body]).toEqual([fresh.status, fresh.body]);
    const [letter] = await lettersTo(api, email, 1);
    expect(letter).toContain('Subject: You already have an account');
    tokensOf(await login(api, email));
    expect(await actsOf(api, id)).toEqual(['session.started']);
  });

  it('tells the owner of a known address once in thirty minutes', async () => {
    const { email } = await makePerson(api);
    for (let n = 0; n < 3; n += 1) await register(email);
    api.clock.advance(30 * MINUTE - 1);
    await register(email);
    // Letters go out in order, so a second one would be there before a stranger's.
    const stranger = newEmail();
    await register(stranger);
    await lettersTo(api, stranger, 1);
    await lettersTo(api, email, 1);
    api.clock.advance(1);
    await register(email);
    await lettersTo(api, email, 2);
  });

  it('with somebody else’s address gives them no password of one’s own', async () => {
    const email = newEmail();
    await register(email, { password: 'the thief’s umbrella' });
    await register(email);
    const [thiefs, mine] = (await lettersTo(api, email, 2)).map(linkIn);
    const [row] = await api.admin.tx({}, (tx) =>
      tx.query('SELECT password_hash FROM auth.account WHERE email = $1', [email]),
    );
    expect(row).toEqual({ password_hash: null });
    // Letters of the same millisecond are in no order, so find out which is which.
    const owner = (await verify(mine ?? '')).status === 200;
    expect(owner).toBe(true);
    expect(refusalOf(await verify(thiefs ?? ''))).toEqual([400, 'LINK_INVALID']);
  });

  it('sends three letters at a time and no more', async () => {
    const email = newEmail();
    for (let n = 0; n < 4; n += 1) await register(email);
    await lettersTo(api, email, 3);
    api.clock.advance(30 * MINUTE);
    await register(email);
    await lettersTo(api, email, 4);
  });

  it('writes in the language of the person', async () => {
    const email = newEmail();
    await register(email, { locale: 'zh' });
    const [letter] = await lettersTo(api, email, 1);
    expect(letter).toContain('请在 30 分钟内打开以下链接');
  });

  it('a link is good for thirty minutes', async () => {
    const email = newEmail();
    await register(email);
    const token = linkIn((await lettersTo(api, email, 1))[0]);
    api.clock.advance(30 * MINUTE);
    expect(refusalOf(await verify(token))).toEqual([400, 'LINK_INVALID']);
  });

  it.each([
    [{ password: 'elevenchars' }, 'PASSWORD_REFUSED'],
    [{ password: '123qweasdzxc' }, 'PASSWORD_REFUSED'],
    [{ password: 'Anna Berg 1234' }, 'PASSWORD_REFUSED'],
    [{ password: 'x'.repeat(2000) }, 'VALIDATION_FAILED'],
    [{ email: 'nonsense' }, 'VALIDATION_FAILED'],
    [{ email: 'a@example.com\r\nBcc: b@example.com' }, 'VALIDATION_FAILED'],
    [{ displayName: '' }, 'VALIDATION_FAILED'],
    [{ displayName: 'Anna\r\nBcc: b@example.com' }, 'VALIDATION_FAILED'],
    [{ displayName: 'x'.repeat(101) }, 'VALIDATION_FAILED'],
    [{ locale: 'xx' }, 'VALIDATION_FAILED'],
    [{ role: 'ADMIN' }, 'VALIDATION_FAILED'],
  ])('refuses %j', async (change, code) => {
    const email = newEmail();
    expect(refusalOf(await register(email, change))).toEqual([400, code]);
    const rows = await api.admin.tx({}, (tx) =>
      tx.query('SELECT FROM auth.account WHERE email = $1', [email]),
    );
    expect(rows).toEqual([]);
  });

  it.each(['', 'nonsense', 'x'.repeat(101), 7, null])('refuses the link %j', async (token) => {
    const [status] = refusalOf(await post(api, 'verify-email', { token }));
    expect(status).toBe(400);
  });

  describe('a new password by letter', () => {
    const NEW = 'nine green umbrellas';
    const request = (email: string) => post(api, 'reset/request', { email });
    const confirm = (token: string, password: string) =>
      post(api, 'reset/confirm', { token, password });

    it('ends all sessions and the lockout, and its link is good once', async () => {
      const { id, email } = await makePerson(api);
      const { accessToken } = await api.begin(id);
      await api.admin.tx({}, (tx) =>
        tx.execute(
          `UPDATE auth.account SET failed_logins = 9, locked_until = '2100-01-01' WHERE id = $1`,
          [id],
        ),
      );
      expect(await request(email)).toMatchObject({ status: 202, body: { data: null } });
      const token = linkIn((await lettersTo(api, email, 1))[0]);
      expect(refusalOf(await confirm(token, 'short'))).toEqual([400, 'PASSWORD_REFUSED']);
      expect(await confirm(token, NEW)).toMatchObject({ status: 200 });
      expect(await opens(api, accessToken)).toBe(false);
      expect(refusalOf(await confirm(token, NEW))).toEqual([400, 'LINK_INVALID']);
      expect(refusalOf(await login(api, email))).toEqual(WRONG);
      tokensOf(await login(api, email, { password: NEW }));
      const letters = await lettersTo(api, email, 2);
      expect(letters.join()).toContain('How you sign in has been changed');
      expect(await actsOf(api, id)).toContain('password.reset');
    });

    it('asks for the second factor all the same', async () => {
      const { id, email } = await makePerson(api);
      const { accessToken } = await api.begin(id);
      await post(api, 'totp/begin', { password: PASSWORD }, accessToken);
      await api.admin.tx({}, (tx) =>
        tx.execute('UPDATE auth.account SET totp_enabled_at = now() WHERE id = $1', [id]),
      );
      await request(email);
      const letters = await lettersTo(api, email, 2);
      const token = linkIn(letters.find((letter) => letter.includes('/reset-password#')));
      await confirm(token, NEW);
      const answer = await login(api, email, { password: NEW });
      expect(refusalOf(answer)).toEqual([401, 'TOTP_REQUIRED']);
    });

    it('answers an unknown address alike and sends nothing', async () => {
      const { email } = await makePerson(api);
      const nobody = newEmail();
      const [known, unknown] = [await request(email), await request(nobody)];
      expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
      await lettersTo(api, email, 1);
      await lettersTo(api, nobody, 0);
    });

    it('takes no link of a registration', async () => {
      const email = newEmail();
      await register(email);
      const token = linkIn((await lettersTo(api, email, 1))[0]);
      expect(refusalOf(await confirm(token, NEW))).toEqual([400, 'LINK_INVALID']);
    });
  });

  it('keeps neither passwords nor links in the log or the database', async () => {
    const email = newEmail();
    await register(email);
    const token = linkIn((await lettersTo(api, email, 1))[0]);
    const tables = ['account', 'link_token', 'session'];
    const dump = await Promise.all(
      tables.map((table) =>
        api.admin.tx({}, (tx) =>
          tx.query(`SELECT row_to_json(t)::text AS row FROM auth.${table} t`),
        ),
      ),
    );
    const hex = Buffer.from(token).toString('hex');
    for (const secret of [token, hex, PASSWORD]) {
      expect(JSON.stringify(dump)).not.toContain(secret);
      expect(api.errors.join()).not.toContain(secret);
    }
  });
});
