import { randomBytes } from 'node:crypto';
import { masterKeyOf, PLATFORM } from '@luna/vault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedHome, type SealedHome } from '../../vault/src/testing/sealed-home.ts';
import { runLuna } from './testing/run-luna.ts';
import { writeFiles } from './testing/write-files.ts';

const NEW = randomBytes(32).toString('hex');

/** `luna keys` as an operator runs it. */
describe('luna keys', () => {
  let home: SealedHome;
  let files: ReturnType<typeof writeFiles>;
  let env: Record<string, string>;
  beforeAll(async () => {
    home = await sealedHome();
    files = writeFiles({ 'new.key': `${NEW}\n`, 'odd.key': `${NEW}00`, 'old.key': home.hex });
    env = { LUNA_HOME: files.folder, KEYS_DATABASE_URL: home.test.keysUrl };
  });
  afterAll(async () => {
    files.remove();
    await home.close();
  });

  const keys = (args: string[], more: Record<string, string> = {}, killAt?: RegExp) =>
    runLuna(['keys', ...args], { ...env, ...more }, killAt);
  const opens = (owner: string, hex = home.hex) => home.openAll(masterKeyOf(hex), owner);

  it('explains itself', async () => {
    for (const [args, words] of [
      [[], ['rotate', 'destroy']],
      [['rotate'], ['--data-key', '--key-file', '--new-key-file', 'NEW_MASTER_KEY_HEX', '--json']],
      [['destroy'], ['--confirm', '--json']],
    ] as const) {
      const help = await keys([...args, '--help']);
      expect(help).toMatchObject({ code: 0, err: '' });
      for (const word of words) expect(help.out).toContain(word);
    }
  });

  it.each([
    ['no login', ['rotate'], { KEYS_DATABASE_URL: '' }, /KEYS_DATABASE_URL.*CONFIG_MISSING/],
    ['no old key', ['rotate'], {}, /MASTER_KEY_HEX is not set.*CONFIG_MISSING/],
    ['no new key', ['rotate'], { MASTER_KEY_HEX: NEW }, /NEW_MASTER_KEY_HEX is not set/],
    [
      'a wrong old key',
      ['rotate'],
      { MASTER_KEY_HEX: NEW, NEW_MASTER_KEY_HEX: '0'.repeat(64) },
      /MASTER_KEY_WRONG/,
    ],
    ['a missing file', ['rotate', '--key-file', '/nonexistent'], {}, /MASTER_KEY_FILE_INVALID/],
    ['nothing that confirms', ['destroy', 'AAA', '--confirm', 'BBB'], {}, /CONFIRMATION_MISSING/],
    ['no such company', ['destroy', 'CCC', '--confirm', 'CCC'], {}, /ORGANIZATION_UNKNOWN/],
    ['the platform’s key', ['destroy', PLATFORM, '--confirm', PLATFORM], {}, /UNKNOWN/],
  ])('says clearly that there is %s, and changes nothing', async (_, args, more, message) => {
    const result = await keys(args, more);
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toMatch(message);
    expect(result.err).not.toContain(NEW);
    expect(await opens(PLATFORM)).toBe(206);
    for (const company of home.companies) expect(await opens(company)).toBe(1);
  });

  it('a file without a key is refused without its content being shown', async () => {
    const result = await keys(['rotate', '--key-file', files.path('odd.key')]);
    expect(result.err).toMatch(/odd\.key does not hold 64.*MASTER_KEY_FILE_INVALID/);
    expect(result.err).not.toContain(NEW.slice(0, 16));
  });

  it('killed while it waits for the api, it goes on with the same new key', async () => {
    const renew = ['rotate', '--data-key', 'AAA', '--key-file', files.path('old.key'), '--json'];
    const [company] = home.companies;
    const killed = await keys(renew, {}, /waiting until/);
    expect(killed).toMatchObject({ code: null, out: '' });
    expect(await opens(company)).toBe(1);
    const past = `UPDATE auth.data_key SET retired_at = now() - interval '2 minutes' WHERE retired_at IS NOT NULL`;
    await home.admin.tx({}, (tx) => tx.execute(past));
    const finished = await keys(renew);
    expect(finished).toMatchObject({ code: 0 });
    expect(JSON.parse(finished.out)).toMatchObject({ owner: company, resealed: 0 });
    expect(await opens(company)).toBe(1);
    expect(await home.acts()).toEqual(['vault.key_renewed']);
  });

  it('rotates the master key; neither key is ever shown', async () => {
    const rotate = ['rotate', '--new-key-file', files.path('new.key'), '--json'];
    const first = await keys(rotate, { MASTER_KEY_HEX: home.hex });
    const result = { rewrapped: 3, already: 0, masterKey: masterKeyOf(NEW).id };
    expect(JSON.parse(first.out)).toEqual(result);
    const again = await keys(['rotate'], { MASTER_KEY_HEX: home.hex, NEW_MASTER_KEY_HEX: NEW });
    expect(again.out).toContain('Wrapped 0 data keys');
    for (const { out, err } of [first, again]) {
      for (const hex of [NEW, home.hex]) expect(out + err).not.toContain(hex);
    }
    expect(await opens(PLATFORM, NEW)).toBe(206);
  });

  it('destroys a company’s key', async () => {
    const [, company] = home.companies;
    const destroyed = await keys(['destroy', 'BBB', '--confirm', 'BBB', '--json']);
    expect(JSON.parse(destroyed.out)).toEqual({ owner: company, destroyed: 1 });
    await expect(opens(company, NEW)).rejects.toMatchObject({ code: 'VAULT_KEY_DESTROYED' });
    expect(await home.acts()).toContain('vault.key_destroyed');
  });
});
