import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { NextToLast } from 'blockstore-fs/sharding';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ContentStore } from './content-store.ts';
import { createContentStore } from './create-content-store.ts';
import { DurableBlockstore } from './durable-blockstore.ts';
import { cidOf, isBlock, parseCid } from './manifest/block.ts';

const text = (value: string) => new TextEncoder().encode(value);

describe('embedded content store on disk', () => {
  let path: string;
  let store: ContentStore;

  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'luna-content-'));
    store = await createContentStore({ path });
  });
  afterEach(async () => {
    await store.close();
    await rm(path, { recursive: true, force: true });
  });

  function fileOf(cid: string): string {
    const { dir, file } = new NextToLast().encode(parseCid(cid));
    return join(path, dir, file);
  }

  it('shows one process what another has put', async () => {
    const other = await createContentStore({ path });
    const cid = await other.put(text('from another process'), 'raw');
    expect(Buffer.from(await store.get(cid)).toString()).toBe('from another process');
    await other.close();
  });

  it('does not write a block that is there already', async () => {
    const cid = await store.put(text('once'), 'raw');
    const before = await stat(fileOf(cid));
    await store.put(text('once'), 'raw');
    const after = await stat(fileOf(cid));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  it.each([
    ['changed', 'changed'],
    ['cut short by a power cut', ''],
  ])('names a block that was %s, and is healed by putting it again', async (_case, damage) => {
    const cid = await store.put(text('precious'), 'raw');
    await writeFile(fileOf(cid), damage);
    await expect(store.get(cid)).rejects.toMatchObject({
      code: 'CONTENT_CORRUPT',
      retryable: false,
      details: { cid },
    });
    await store.put(text('precious'), 'raw');
    expect(Buffer.from(await store.get(cid)).toString()).toBe('precious');
  });

  it('leaves no staged file behind and removes those of killed processes', async () => {
    await store.put(text('a'), 'raw');
    const staging = join(path, '.staging');
    expect(await readdir(staging)).toEqual([]);
    const [old, young] = [join(staging, 'old'), join(staging, 'young')];
    await writeFile(old, 'half');
    await writeFile(young, 'half');
    await utimes(old, 0, 0);
    await (await createContentStore({ path })).close();
    expect(await readdir(staging)).toEqual(['young']);
  });

  it('reports a folder it cannot use', async () => {
    await expect(createContentStore({ path: '/dev/null/ipfs' })).rejects.toMatchObject({
      code: 'CONTENT_UNAVAILABLE',
    });
  });

  it('holds only whole blocks when writers of the same blocks are killed', async () => {
    const module = new URL('./testing/put-for-ever.ts', import.meta.url).pathname;
    const loader = import.meta.resolve('@oxc-node/core/register');
    const writers = Array.from({ length: 2 }, () =>
      spawn(process.execPath, ['--import', loader, module, path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    await Promise.all(writers.map((writer) => once(writer.stdout, 'data')));
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const writer of writers) writer.kill('SIGKILL');
    await Promise.all(writers.map((writer) => once(writer, 'exit')));

    let blocks = 0;
    for (const name of await readdir(path, { recursive: true })) {
      if (!name.endsWith('.data')) continue;
      const { multihash } = new NextToLast().decode(name).toV1();
      const cid = parseCid(cidOf(await readFile(join(path, name)), 'raw'));
      expect(cid.multihash.digest).toEqual(multihash.digest);
      blocks += 1;
    }
    expect(blocks).toBeGreaterThan(10);
  });

  it('takes a stream of chunks as a block', async () => {
    const blockstore = new DurableBlockstore(path);
    const cid = parseCid(cidOf(text('in chunks'), 'raw'));
    await blockstore.put(cid, [text('in '), text('chunks')]);
    expect(isBlock(cid, await store.get(cid.toString()))).toBe(true);
  });
});
