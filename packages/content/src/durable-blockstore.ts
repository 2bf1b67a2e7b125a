import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { FsBlockstore } from 'blockstore-fs';
import { NextToLast } from 'blockstore-fs/sharding';
import type { CID } from 'multiformats/cid';

import { collect } from './collect.ts';

/** Inside the store, so that renaming never crosses a file system. */
const STAGING = '.staging';
/** A put takes milliseconds: an older staged file was left by a process that was killed. */
const ABANDONED_MS = 3_600_000;

/**
 * The layout of `FsBlockstore`, with a `put` that several processes may call at once and that
 * survives a power cut. The original writes every block through one fixed temporary name, so two
 * writers of the same block tear each other's file, and it never calls fsync, so a block can be
 * empty after a crash although it was pinned and anchored.
 */
export class DurableBlockstore extends FsBlockstore {
  readonly #sharding = new NextToLast();

  override async open(): Promise<void> {
    await super.open();
    const staging = join(this.path, STAGING);
    await mkdir(staging, { recursive: true });
    const oldest = Date.now() - ABANDONED_MS;
    for (const name of await readdir(staging)) {
      const file = join(staging, name);
      const found = await stat(file).catch(ignoreMissing);
      if (found !== undefined && found.mtimeMs < oldest) await rm(file, { force: true });
    }
  }

  /** Resolves when the block and its name are on disk; does nothing when they are already. */
  override async put(
    cid: CID,
    content: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<CID> {
    const bytes = content instanceof Uint8Array ? content : await collect(content);
    const { dir, file } = this.#sharding.encode(cid);
    const target = join(this.path, dir, file);
    const present = await readFile(target).catch(ignoreMissing);
    // Compared, not just seen: putting a block again is how a damaged one is repaired.
    if (present?.equals(bytes) === true) return cid;
    await this.#write(target, bytes);
    return cid;
  }

  async #write(target: string, bytes: Uint8Array): Promise<void> {
    const shard = dirname(target);
    const created = await mkdir(shard, { recursive: true });
    const staged = join(this.path, STAGING, randomUUID());
    try {
      await writeSynced(staged, bytes);
      await rename(staged, target);
    } catch (error) {
      await rm(staged, { force: true });
      throw error;
    }
    await syncFolder(shard);
    if (created !== undefined) await syncFolder(this.path);
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name is durable only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
