import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { buildOnce } from './build-cache.ts';

describe('buildOnce', () => {
  let root: string;
  let builds: number;
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const build = (fails = false) =>
    buildOnce(root, join(root, 'role/dist'), ['role'], () => {
      builds += 1;
      mkdirSync(join(root, 'role/dist'), { recursive: true });
      return fails ? Promise.reject(new Error('no')) : Promise.resolve();
    });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'luna-build-'));
    builds = 0;
    write('role/src/main.ts', 'one');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('builds once for the same sources', async () => {
    expect(await build()).toBe(true);
    expect(await build()).toBe(false);
    expect(builds).toBe(1);
  });

  it('builds again when a source, its name or the lockfile changes', async () => {
    await build();
    write('role/src/main.ts', 'two');
    expect(await build()).toBe(true);
    write('role/src/more.ts', '');
    expect(await build()).toBe(true);
    write('package-lock.json', '{}');
    expect(await build()).toBe(true);
  });

  it('does not look at tests and at what it built', async () => {
    await build();
    write('role/src/main.spec.ts', 'test');
    write('role/dist/main.js', 'built');
    expect(await build()).toBe(false);
  });

  it('builds again after a build that failed, or whose result is gone', async () => {
    await expect(build(true)).rejects.toThrow('no');
    expect(existsSync(join(root, 'role/dist/.source-stamp'))).toBe(false);
    expect(await build()).toBe(true);
    rmSync(join(root, 'role/dist'), { recursive: true });
    expect(await build()).toBe(true);
  });
});
