import { readFileSync } from 'node:fs';
import { parseEvidence, type Evidence } from '@luna/evidence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, note } from '../../../api/src/testing/bodies.ts';
import { createLogKeeper, testTrust, type LogKeeper } from '../../../api/src/testing/seal-log.ts';
import { startTestApi, type TestApi } from '../../../api/src/testing/test-api.ts';
import { runLuna } from './testing/run-luna.ts';
import { writeFiles } from './testing/write-files.ts';

/** `luna` as a user runs it, in a home of its own. */
describe('luna', () => {
  let api: TestApi;
  let keeper: LogKeeper;
  let home: ReturnType<typeof writeFiles>;
  let code: string;
  beforeAll(async () => {
    api = await startTestApi();
    keeper = await createLogKeeper(api.test, api.content);
    ({ code } = await createPassport(api, '17'));
    await keeper.seal();
    await keeper.anchor();
    home = writeFiles({
      key: JSON.stringify({ url: api.url, key: api.key }),
      'trust.json': JSON.stringify(await testTrust()),
      'devices.csv': 'manufacturer,model,serialNumber\nAcme,M1,1\nAcme,,2\n',
    });
  });
  afterAll(async () => {
    home.remove();
    await keeper.close();
    await api.close();
  });

  const luna = (args: string[], env: Record<string, string> = {}) =>
    runLuna(args, { LUNA_HOME: home.folder, ...env });

  it('explains itself', async () => {
    const whole = await luna(['--help']);
    expect(whole).toMatchObject({ code: 0 });
    for (const verb of ['import', 'evidence', 'verify']) {
      expect(whole.out).toContain(verb);
      expect(await luna([verb, '--help'])).toMatchObject({
        code: 0,
        out: expect.stringContaining(`Usage: luna ${verb}`) as unknown,
      });
    }
    expect(await luna(['nonsense'])).toMatchObject({ code: 1 });
  });

  it('writes evidence to a file, or to standard output and nothing else there', async () => {
    const file = home.path('machine.json');
    const written = await luna(['evidence', code, '-o', file]);
    expect(written).toMatchObject({ code: 0, out: '' });
    expect(written.err).toContain('1 entries, anchored at');
    const printed = await luna(['evidence', code]);
    expect(printed).toMatchObject({ code: 0, err: '', out: readFileSync(file, 'utf8') });
    expect(JSON.parse(printed.out)).toMatchObject({ format: 'luna-evidence', code });
  });

  it('leaves restricted payloads out with --public, though the key could see them', async () => {
    const device = (await createPassport(api, '18')).code;
    const url = `/api/v1/passports/${device}/events`;
    await api.send({ method: 'POST', url, body: note('not for everybody') });
    await keeper.seal();
    await keeper.anchor();
    const whole = parseEvidence(Buffer.from((await luna(['evidence', device])).out));
    const file = home.path('public.json');
    expect(await luna(['evidence', device, '--public', '-o', file])).toMatchObject({ code: 0 });
    const outside = parseEvidence(readFileSync(file));
    const shown = ({ entries }: Evidence) => entries.map(({ payload }) => payload !== undefined);
    expect(shown(whole)).toEqual([true, true]);
    expect(shown(outside)).toEqual([true, false]);
    expect((await luna(['verify', file])).out).toMatch(/– payloads .*1 of 2/);
    expect((await luna(['evidence', '--help'])).out).toMatch(
      /--public +leave restricted payloads out/,
    );
  });

  it('takes address and key from the environment before the file', async () => {
    const env = { LUNA_HOME: `${home.folder}/none`, LUNA_URL: api.url, LUNA_KEY: api.key };
    expect(await luna(['evidence', code], env)).toMatchObject({ code: 0 });
    const wrong = await luna(['evidence', code], { LUNA_KEY: 'nonsense' });
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain('KEY_WRONG');
  });

  it.each([
    ['a mistyped code', ['evidence', 'DP-MED-2601-PF-CN-000001-0B'], {}, /CODE_CHECK/],
    ['no passport', ['evidence', 'DP-XYZ-2601-PF-CN-000001-5E'], {}, /PASSPORT_UNKNOWN/],
    [
      'no api',
      ['evidence', 'DP-XYZ-2601-PF-CN-000001-5E'],
      { LUNA_URL: 'http://127.0.0.1:1' },
      /127\.0\.0\.1:1.*npm start.*API_UNREACHABLE/s,
    ],
    [
      'no home',
      ['evidence', 'DP-XYZ-2601-PF-CN-000001-5E'],
      { LUNA_HOME: '/nonexistent' },
      /LUNA_URL and LUNA_KEY/,
    ],
    ['no file', ['import', 'none.csv'], {}, /none\.csv.*FILE_UNREADABLE/],
    ['a wrong type', ['import', 'x.csv', '--type', 'XX'], {}, /Expected one of PF/],
  ])('says clearly that there is %s', async (_, args, env, message) => {
    const result = await luna(args, env);
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toMatch(message);
    expect(result.err).not.toMatch(/\n\s+at /);
  });

  it('verifies without the api; exit code 0 is for VERIFIED alone', async () => {
    const file = home.path('machine.json');
    await luna(['evidence', code, '-o', file]);
    const nobody = { LUNA_URL: 'http://127.0.0.1:1' };
    const result = await luna(['verify', file, '--rpc', 'http://127.0.0.1:1'], nobody);
    expect(result).toMatchObject({ code: 1, err: '' });
    expect(result.out).toMatch(/✓ inclusion .*– anchor .*not checked.*CANNOT CHECK NOW/s);
    const json = await luna(['verify', file, '--json'], nobody);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'CANNOT_CHECK_NOW', code });
    const other = await luna(['verify', file, '--code', 'DP-XYZ-2601-PF-CN-000001-5E']);
    expect(other).toMatchObject({ code: 1 });
    expect(other.out).toMatch(/✗ code .*MISMATCH/s);
  });

  it('says 2 when there is nothing to judge', async () => {
    const file = home.path('machine.json');
    const evidence = JSON.parse(readFileSync(file, 'utf8')) as object;
    const odd = writeFiles({
      'unknown.json': JSON.stringify({ ...evidence, trust: {} }),
      'version.json': JSON.stringify({ ...evidence, version: 2 }),
      'text.json': 'hello',
    });
    for (const [name, message] of [
      ['unknown.json', /EVIDENCE_SCHEMA/],
      ['version.json', /EVIDENCE_VERSION/],
      ['text.json', /EVIDENCE_JSON/],
      ['none.json', /FILE_UNREADABLE/],
    ] as const) {
      const result = await luna(['verify', odd.path(name)]);
      expect(result).toMatchObject({ code: 2, out: '' });
      expect(result.err).toMatch(message);
    }
    odd.remove();
    const without = await luna(['verify', file, '--trust', '/nonexistent']);
    expect(without).toMatchObject({ code: 2 });
    expect(without.err).toMatch(/--trust/);
  });

  it('imports what it can, names the rest, and says so by its exit code', async () => {
    const options = ['--company', 'MED', '--type', 'PF', '--origin', 'CN', '--no-wait'];
    const dry = await luna(['import', home.path('devices.csv'), ...options, '--dry-run']);
    expect(dry).toMatchObject({ code: 1 });
    expect(dry.err).toContain('devices.csv, line 3, column model: ');
    expect(dry.out).toContain('Would import 1 passport and 0 events');
    const real = await luna(['import', home.path('devices.csv'), ...options, '--json']);
    expect(JSON.parse(real.out)).toMatchObject({
      passports: { written: 1, present: 0 },
      problems: [{ line: 3, column: 'model' }],
    });
  });
});
