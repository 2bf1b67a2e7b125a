import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { paths } from '@luna/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { writeBootstrapKey } from './bootstrap-key.ts';
import { logIdentity } from './log-identity.ts';
import { ensureSecrets } from './secrets.ts';

describe('secrets of a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'luna-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are made once, differ between folders, and only their owner can read them', () => {
    const [one, other] = [paths(join(folder, 'one')), paths(join(folder, 'other'))];
    const made = ensureSecrets(one);
    expect(ensureSecrets(one)).toEqual(made);
    expect(ensureSecrets(other)).not.toEqual(made);
    expect(new Set(Object.values(made.postgres)).size).toBe(10);
    expect(statSync(one.secrets).mode & 0o777).toBe(0o700);
    for (const file of [one.logKey, one.anchorerKey, one.masterKey, one.postgresSecrets]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  it('error: a damaged file is refused, never replaced', () => {
    const home = paths(folder);
    ensureSecrets(home);
    writeFileSync(home.logKey, 'torn');
    expect(() => ensureSecrets(home)).toThrow(
      expect.objectContaining({ code: 'SECRET_INVALID' }) as Error,
    );
    expect(readFileSync(home.logKey, 'utf8')).toBe('torn');
  });

  it('keep the bootstrap key while the address moves', () => {
    const file = join(folder, 'key');
    const read = () => JSON.parse(readFileSync(file, 'utf8')) as { url: string; key: string };
    writeBootstrapKey(file, 'http://127.0.0.1:1');
    const first = read();
    writeBootstrapKey(file, 'http://127.0.0.1:2');
    expect(read()).toEqual({ url: 'http://127.0.0.1:2', key: first.key });
    expect(first.key).toMatch(/^luna_[\w-]{43}$/);
  });
});

describe('logIdentity', () => {
  const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';

  it('names a development log after its key (RFC 8032, 7.1, test 1)', async () => {
    const { origin, publicKey, vkey } = await logIdentity(seed);
    expect(Buffer.from(publicKey).toString('hex')).toMatch(/^d75a980182b10ab7/);
    expect(origin).toBe('dev.luna/d75a9801');
    expect(vkey).toMatch(/^dev\.luna\/d75a9801\+[0-9a-f]{8}\+AddamAGCsQq3/);
  });

  it('takes the origin it is given', async () => {
    expect((await logIdentity(seed, 'log.example/luna')).origin).toBe('log.example/luna');
  });
});
