import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from './blob-store.ts';
import { diskBlobStore } from './disk-blob-store.ts';

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const WEEK = 7 * 24 * 3600_000;

describe('diskBlobStore', () => {
  let home: string;
  let folder: string;
  let blobs: BlobStore;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'luna-blobs-'));
    folder = join(home, 'documents');
    blobs = diskBlobStore(folder);
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const fileOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const keep = async (bytes = randomBytes(100)) => {
    const sha256 = digest(bytes);
    await blobs.put(sha256, bytes);
    return { sha256, bytes };
  };
  const age = (sha256: string, ms: number) => {
    const then = (Date.now() - ms) / 1000;
    return utimes(fileOf(sha256), then, then);
  };
  const nobodyGone = () => Promise.resolve([]);
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  it('keeps bytes under their digest, for nobody else on the machine', async () => {
    const { sha256, bytes } = await keep();
    expect(await blobs.get(sha256)).toEqual(bytes);
    expect((await stat(fileOf(sha256))).mode & 0o777).toBe(0o600);
    for (const path of [folder, join(fileOf(sha256), '..'), join(fileOf(sha256), '../..')]) {
      expect((await stat(path)).mode & 0o777).toBe(0o700);
    }
    expect(await files()).toEqual([sha256]);
  });

  it('keeps the same bytes once, also from many at once, and heals damaged ones', async () => {
    const { sha256, bytes } = await keep();
    await writeFile(fileOf(sha256), 'damaged');
    await expect(blobs.get(sha256)).rejects.toMatchObject({ code: 'CONTENT_CORRUPT' });
    await Promise.all(Array.from({ length: 8 }, () => diskBlobStore(folder).put(sha256, bytes)));
    expect(await blobs.get(sha256)).toEqual(bytes);
    expect(await files()).toEqual([sha256]);
  });

  it('writes anew what is there, so that time tells nothing of what others have', async () => {
    const { sha256, bytes } = await keep();
    const before = (await stat(fileOf(sha256))).ino;
    await blobs.put(sha256, bytes);
    expect((await stat(fileOf(sha256))).ino).not.toBe(before);
  });

  it.each(['before', 'after'] as const)(
    'keeps what is put again %s the sweep puts it aside',
    async (when) => {
      const { sha256, bytes } = await keep();
      await age(sha256, 2 * WEEK);
      let asked = 0;
      // The sweep asks once of the shard, then of what is aside: an upload comes between its steps.
      const unnamed = async (all: readonly string[]) => {
        asked += 1;
        if (all.length > 0 && asked === (when === 'before' ? 1 : 2)) await blobs.put(sha256, bytes);
        return all;
      };
      await blobs.sweep(Date.now() - WEEK, unnamed);
      expect(await blobs.get(sha256)).toEqual(bytes);
    },
  );

  it('takes back what is named by the time it is looked at again', async () => {
    const { sha256, bytes } = await keep();
    await age(sha256, 2 * WEEK);
    let first = true;
    const unnamed = (all: readonly string[]) => {
      const gone = first ? all : [];
      if (all.length > 0) first = false;
      return Promise.resolve(gone);
    };
    expect(await blobs.sweep(Date.now() - WEEK, unnamed)).toBe(0);
    expect(await blobs.get(sha256)).toEqual(bytes);
  });

  it('takes back what a sweep that was killed had put aside', async () => {
    const { sha256, bytes } = await keep();
    await age(sha256, 2 * WEEK);
    await expect(
      blobs.sweep(Date.now() - WEEK, async (all) => {
        if ((await readdir(join(folder, '.aside'))).length > 0) throw new Error('killed');
        return all;
      }),
    ).rejects.toThrow('killed');
    await expect(blobs.get(sha256)).rejects.toMatchObject({ code: 'CONTENT_UNAVAILABLE' });
    await blobs.sweep(Date.now() - WEEK, nobodyGone);
    expect(await blobs.get(sha256)).toEqual(bytes);
  });

  it('leaves no half of a file when it is killed in the middle of writing', async () => {
    const source = `
      import { createHash, randomBytes } from 'node:crypto';
      import { diskBlobStore } from ${JSON.stringify(new URL('disk-blob-store.ts', import.meta.url).href)};
      const blobs = diskBlobStore(${JSON.stringify(folder)});
      for (;;) {
        const bytes = randomBytes(1_000_000);
        await blobs.put(createHash('sha256').update(bytes).digest('hex'), bytes);
      }`;
    const child = spawn(
      process.execPath,
      ['--import', '@oxc-node/core/register', '--input-type=module', '-e', source],
      { stdio: 'ignore' },
    );
    while (!(await files().catch(() => [])).some((name) => name.length === 64)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const kept = (await files()).filter((name) => name.length === 64);
    expect(kept.length).toBeGreaterThan(0);
    for (const sha256 of kept) expect(digest(await readFile(fileOf(sha256)))).toBe(sha256);
    await blobs.sweep(Date.now() + WEEK, nobodyGone);
    expect((await files()).sort()).toEqual(kept.sort());
  });
});
