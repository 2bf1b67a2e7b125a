import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LunaError } from '@luna/runtime';
import type { BlobStore } from './blob-store.ts';

/** Inside the folder, so that renaming never crosses a file system. */
const STAGING = '.staging';
const ASIDE = '.aside';
const SHARD = /^[0-9a-f]{2}$/;
const OWNER_ONLY = 0o700;

/**
 * Blobs in a folder that several processes may share, at `ab/cd/<sha256>`, readable by the owner of
 * the process alone; made at the first `put`.
 */
export function diskBlobStore(folder: string): BlobStore {
  const fileOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const asideOf = (sha256: string) => join(folder, ASIDE, sha256);

  /** Blobs below `ab` written before a time. */
  async function old(shard: string, before: number): Promise<string[]> {
    const found = [];
    for (const inner of await list(join(folder, shard))) {
      for (const sha256 of await list(join(folder, shard, inner))) {
        if (await isOlder(fileOf(sha256), before)) found.push(sha256);
      }
    }
    return found;
  }

  return {
    put: async (sha256, bytes) => {
      try {
        await write(join(folder, STAGING), fileOf(sha256), bytes);
      } catch (cause) {
        throw unavailable('written', cause);
      }
    },

    get: async (sha256) => {
      const bytes = await readFile(fileOf(sha256)).catch((cause: unknown) => {
        throw unavailable('read', cause);
      });
      if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
      const message = 'The stored document has other bytes than its SHA-256 says. Attach it again.';
      throw new LunaError('CONTENT_CORRUPT', message, { details: { sha256 } });
    },

    // What nobody names is put aside first and looked at again there: a `put` before that moved is
    // seen by its time, one after it has made a new file.
    sweep: async (before, unnamed) => {
      await mkdir(join(folder, ASIDE), { recursive: true, mode: OWNER_ONLY });
      for (const shard of (await list(folder)).filter((name) => SHARD.test(name))) {
        for (const sha256 of await unnamed(await old(shard, before))) {
          await rename(fileOf(sha256), asideOf(sha256)).catch(ignoreMissing);
        }
      }
      const aside = await list(join(folder, ASIDE));
      const gone = new Set(await unnamed(aside));
      let deleted = 0;
      for (const sha256 of aside) {
        const file = asideOf(sha256);
        if (gone.has(sha256) && (await isOlder(file, before))) {
          await rm(file, { force: true });
          deleted += 1;
        } else await rename(file, fileOf(sha256)).catch(ignoreMissing);
      }
      for (const name of await list(join(folder, STAGING))) {
        const file = join(folder, STAGING, name);
        if (await isOlder(file, before)) await rm(file, { force: true });
      }
      return deleted;
    },
  };
}

/** Writes a file whole or not at all, whatever was there before; returns when it and its name are on disk. */
async function write(staging: string, target: string, bytes: Uint8Array): Promise<void> {
  const shard = dirname(target);
  const folders = [shard, dirname(shard), dirname(dirname(shard))];
  for (const folder of [staging, shard]) await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
  const staged = join(staging, randomUUID());
  try {
    const file = await open(staged, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(staged, target);
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  }
  // A name is on disk when its folder is.
  for (const path of folders) {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  }
}

async function list(path: string): Promise<string[]> {
  return (await readdir(path).catch(ignoreMissing)) ?? [];
}

async function isOlder(file: string, before: number): Promise<boolean> {
  const found = await stat(file).catch(ignoreMissing);
  return found !== undefined && found.mtimeMs < before;
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

function unavailable(what: string, cause: unknown): LunaError {
  const message = `The document cannot be ${what} at the moment. Try again later.`;
  return new LunaError('CONTENT_UNAVAILABLE', message, { retryable: true, cause });
}
