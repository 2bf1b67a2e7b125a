import { TOTP, Secret } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf, refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { actsOf, login, makePerson, opens, PASSWORD, post, tokensOf } from './testing/people.ts';

const WRONG = 'seven dry umbrellas';
const wrong = [401, 'CREDENTIALS_WRONG'];

describe('login', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it('gives tokens and the user, whatever the case of the address', async () => {
    const { id, email } = await makePerson(api);
    const answer = await login(api, email.toUpperCase());
    expect(dataOf(answer)).toMatchObject({
      user: { id, email, organizationId: null, role: 'PUBLIC', permissions: [], organizations: [] },
    });
    expect(await opens(api, tokensOf(answer).accessToken)).toBe(true);
    expect(await actsOf(api, id)).toEqual(['session.started']);
  });

  it('acts for the organisation a person belongs to', async () => {
    const { id, email } = await makePerson(api);
    const { organizationId } = await api.as('ADMIN', { organization: 'new', code: 'QQQ' });
    await api.admin.tx({}, (tx) =>
      tx.execute(
        `INSERT INTO organizations.membership (org_id, account_id, role) VALUES ($1, $2, 'ENGINEER')`,
        [organizationId, id],
      ),
    );
    expect(dataOf(await login(api, email))).toMatchObject({
      user: { organizationId, role: 'ENGINEER', organizations: [{ code: 'QQQ' }] },
    });
  });

  it('answers an unknown address and a wrong password alike, word and time', async () => {
    const { email } = await makePerson(api);
    const time = async (address: string) => {
      const began = performance.now();
      const answer = await post(api, 'login', { email: address, password: WRONG });
      return { took: performance.now() - began, answer };
    };
    const [known, unknown] = [await time(email), await time('nobody@example.com')];
    expect(refusalOf(known.answer)).toEqual(wrong);
    const said = ({ answer }: typeof known) => {
      const { statusCode, code, message, errors } = answer.body as Record<string, unknown>;
      return { statusCode, code, message, errors };
    };
    expect(said(unknown)).toEqual(said(known));
    // Both hash: without that the unknown one would take a hundredth of the other.
    expect(unknown.took).toBeGreaterThan(known.took / 3);
  });

  it('lets nobody in whose address is not confirmed, or who is disabled', async () => {
    for (const change of ['email_verified_at = NULL', 'disabled_at = now()']) {
      const { id, email } = await makePerson(api);
      await api.admin.tx({}, (tx) =>
        tx.execute(`UPDATE auth.account SET ${change} WHERE id = $1`, [id]),
      );
      expect(refusalOf(await login(api, email))).toEqual(wrong);
    }
  });

  it.each([
    [{}],
    [{ email: 'a@example.com' }],
    [{ email: 'a', password: PASSWORD }],
    [{ email: 'a@example.com', password: 7 }],
    [{ email: 'a@example.com', password: 'x'.repeat(2000) }],
    [{ email: 'a@example.com', password: PASSWORD, admin: true }],
    [{ email: 'a@example.com', password: PASSWORD, totp: '12345' }],
    [{ email: `${'a'.repeat(260)}@example.com`, password: PASSWORD }],
    [{ email: ['a@example.com'], password: PASSWORD }],
    [[]],
    ['text'],
  ])('refuses %j', async (body) => {
    expect(refusalOf(await post(api, 'login', body))).toEqual([400, 'VALIDATION_FAILED']);
  });

  describe('lockout', () => {
    const failed = (id: string, times: number) =>
      api.admin.tx({}, (tx) =>
        tx.execute('UPDATE auth.account SET failed_logins = $2 WHERE id = $1', [id, times]),
      );
    const failures = async (id: string) => {
      const [row] = await api.admin.tx({}, (tx) =>
        tx.query('SELECT failed_logins FROM auth.account WHERE id = $1', [id]),
      );
      return row?.['failed_logins'];
    };

    it('rests after five failures, also for the right password, and longer each time', async () => {
      const { id, email } = await makePerson(api);
      await failed(id, 4);
      await login(api, email, { password: WRONG });
      api.clock.advance(59_999);
      expect(refusalOf(await login(api, email))).toEqual(wrong);
      api.clock.advance(1);
      expect(refusalOf(await login(api, email, { password: WRONG }))).toEqual(wrong);
      api.clock.advance(60_000);
      expect(refusalOf(await login(api, email))).toEqual(wrong);
      api.clock.advance(60_000);
      tokensOf(await login(api, email));
      expect(await failures(id)).toBe(0);
    });

    it('lets five of many guesses at once be looked at, and no more', async () => {
      const { id, email } = await makePerson(api);
      await failed(id, 2);
      const guesses = Array.from({ length: 6 }, () => login(api, email, { password: WRONG }));
      const answers = await Promise.all(guesses);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
      expect(await failures(id)).toBe(5);
      expect(refusalOf(await login(api, email))).toEqual(wrong);
    });
  });

  describe('second factor', () => {
    const codeFor = (secret: string) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: api.clock.now() });

    async function withTotp() {
      const person = await makePerson(api);
      const { accessToken } = await api.begin(person.id);
      const call = (path: string, body: object) => post(api, `totp/${path}`, body, accessToken);
      const offer = dataOf(await call('begin', { password: PASSWORD }));
      const secret = String(offer['secret']);
      expect(offer['uri']).toContain(secret);
      const enabled = await call('enable', { totp: codeFor(secret) });
      const codes = dataOf(enabled)['recoveryCodes'] as string[];
      // The step of this code is used up.
      api.clock.advance(30_000);
      return { ...person, secret, codes, call };
    }

    it('is asked for from then on, and each code is good once', async () => {
      const { id, email, secret } = await withTotp();
      expect(refusalOf(await login(api, email))).toEqual([401, 'TOTP_REQUIRED']);
      const code = { totp: codeFor(secret) };
      tokensOf(await login(api, email, code));
      expect(refusalOf(await login(api, email, code))).toEqual([401, 'TOTP_WRONG']);
      api.clock.advance(30_000);
      tokensOf(await login(api, email, { totp: codeFor(secret) }));
      expect(await actsOf(api, id)).toEqual([
        'session.started',
        'totp.begun',
        'totp.enabled',
        'session.started',
        'session.started',
      ]);
    });

    it('of two logins at once with one code lets one in', async () => {
      const { email, secret } = await withTotp();
      const code = { totp: codeFor(secret) };
      const answers = await Promise.all([login(api, email, code), login(api, email, code)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    });

    it('says nothing of codes to who does not know the password', async () => {
      const { email, secret } = await withTotp();
      const answer = await login(api, email, { password: WRONG, totp: codeFor(secret) });
      expect(refusalOf(answer)).toEqual(wrong);
    });

    it('counts wrong codes like wrong passwords', async () => {
      const { email, secret } = await withTotp();
      await api.admin.tx({}, (tx) =>
        tx.execute('UPDATE auth.account SET failed_logins = 4 WHERE email = $1', [email]),
      );
      const guess = await login(api, email, { totp: '000000' });
      expect(refusalOf(guess)).toEqual([401, 'TOTP_WRONG']);
      expect(refusalOf(await login(api, email, { totp: codeFor(secret) }))).toEqual(wrong);
    });

    it('can be replaced by a recovery code, each good once', async () => {
      const { email, codes } = await withTotp();
      expect(codes).toHaveLength(10);
      const [first = '', second = ''] = codes;
      tokensOf(await login(api, email, { recoveryCode: first.toLowerCase().replaceAll('-', ' ') }));
      const again = await login(api, email, { recoveryCode: first });
      expect(refusalOf(again)).toEqual([401, 'TOTP_WRONG']);
      tokensOf(await login(api, email, { recoveryCode: second }));
    });

    it('is disabled, and its codes renewed, only with password and code', async () => {
      const { email, secret, codes, call } = await withTotp();
      for (const path of ['disable', 'recovery-codes']) {
        const bare = await call(path, { password: PASSWORD });
        expect(refusalOf(bare)).toEqual([401, 'TOTP_REQUIRED']);
        const guessed = await call(path, { password: WRONG, totp: codeFor(secret) });
        expect(refusalOf(guessed)).toEqual(wrong);
      }
      const renewed = await call('recovery-codes', { password: PASSWORD, totp: codeFor(secret) });
      const [fresh = ''] = dataOf(renewed)['recoveryCodes'] as string[];
      const old = await login(api, email, { recoveryCode: codes[0] });
      expect(refusalOf(old)).toEqual([401, 'TOTP_WRONG']);
      const off = await call('disable', { password: PASSWORD, recoveryCode: fresh });
      expect(off).toMatchObject({ status: 200 });
      tokensOf(await login(api, email));
    });

    it('is begun with the password alone, and enabled with a right code alone', async () => {
      const { id, email } = await makePerson(api);
      const { accessToken } = await api.begin(id);
      const call = (path: string, body: object) => post(api, `totp/${path}`, body, accessToken);
      expect(refusalOf(await call('enable', { totp: '123456' }))).toEqual([409, 'TOTP_NOT_BEGUN']);
      expect(refusalOf(await call('begin', { password: WRONG }))).toEqual(wrong);
      const secret = String(dataOf(await call('begin', { password: PASSWORD }))['secret']);
      const bad = await call('enable', { totp: '000000' });
      expect(refusalOf(bad)).toEqual([401, 'TOTP_WRONG']);
      tokensOf(await login(api, email));
      await call('enable', { totp: codeFor(secret) });
      api.clock.advance(30_000);
      const again = await call('begin', { password: PASSWORD, totp: codeFor(secret) });
      expect(refusalOf(again)).toEqual([409, 'TOTP_ENABLED']);
    });

    it('is kept sealed', async () => {
      const { id, secret } = await withTotp();
      const [row] = await api.admin.tx({}, (tx) =>
        tx.query('SELECT totp_sealed FROM auth.account WHERE id = $1', [id]),
      );
      const sealed = row?.['totp_sealed'];
      expect(sealed).toBeInstanceOf(Buffer);
      expect(Buffer.from(sealed as Buffer).includes(secret)).toBe(false);
    });
  });
});
