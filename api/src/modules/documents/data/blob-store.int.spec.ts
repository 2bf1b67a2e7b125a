import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasS3, S3_NEEDED, startS3 } from '../testing/start-s3.ts';
import type { BlobStore } from './blob-store.ts';
import { diskBlobStore } from './disk-blob-store.ts';
import { s3BlobStore } from './s3-blob-store.ts';

type Setup = {
  /** Another process' store of the same blobs. */
  open(): BlobStore;
  /** A store that cannot be reached. */
  lost(): BlobStore;
  /** Where its files are, to damage them. */
  folder: string;
  stop: () => Promise<void>;
};

async function onDisk(): Promise<Setup> {
  const home = await mkdtemp(join(tmpdir(), 'luna-blobs-'));
  await writeFile(join(home, 'file'), '');
  const folder = join(home, 'documents');
  return {
    open: () => diskBlobStore(folder),
    lost: () => diskBlobStore(join(home, 'file')),
    folder,
    stop: () => rm(home, { recursive: true, force: true }),
  };
}

async function onS3(): Promise<Setup> {
  const { place, folder, stop } = await startS3();
  const nobody = { ...place, endpoint: 'http://127.0.0.1:1' };
  return { open: () => s3BlobStore(place), lost: () => s3BlobStore(nobody), folder, stop };
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** Times of S3 are told to the second. */
const SECOND = 1100;

describe.each([
  ['on disk', true, onDisk],
  [`on S3 (${S3_NEEDED})`, hasS3(), onS3],
] as const)('blob store %s', (_, available, setUp) => {
  describe.skipIf(!available)('contract', () => {
    let setup: Setup;
    let blobs: BlobStore;
    beforeAll(async () => {
      setup = await setUp();
      blobs = setup.open();
    });
    afterAll(() => setup.stop());

    const keep = async (bytes: Uint8Array = randomBytes(100)) => {
      const sha256 = digest(bytes);
      await blobs.put(sha256, bytes);
      return { sha256, bytes: Buffer.from(bytes) };
    };
    const missing = { code: 'CONTENT_UNAVAILABLE', retryable: true };

    it('sweeps nothing where nothing was ever put', async () => {
      expect(await blobs.sweep(Date.now(), (all) => Promise.resolve(all))).toBe(0);
    });

    it.each([0, 1, 100, 5_000_000])('gives back %i bytes as they were put', async (length) => {
      const { sha256, bytes } = await keep(randomBytes(length));
      expect(bytes.equals(await setup.open().get(sha256))).toBe(true);
    });

    it('takes the same bytes again, also from many at once', async () => {
      const { sha256, bytes } = await keep();
      await Promise.all(Array.from({ length: 8 }, () => setup.open().put(sha256, bytes)));
      expect(bytes.equals(await blobs.get(sha256))).toBe(true);
    });

    it('error: never put, or the store cannot be reached', async () => {
      await expect(blobs.get('a'.repeat(64))).rejects.toMatchObject(missing);
      const lost = setup.lost();
      await expect(lost.put(digest(Buffer.of()), Buffer.of())).rejects.toMatchObject(missing);
      await expect(lost.get(digest(Buffer.of()))).rejects.toMatchObject(missing);
    });

    it('error: other bytes than the digest says', async () => {
      const { sha256 } = await keep();
      const files = await readdir(setup.folder, { recursive: true, withFileTypes: true });
      for (const file of files.filter((entry) => entry.isFile())) {
        const path = join(file.parentPath, file.name);
        if (path.includes(sha256)) await writeFile(path, 'damaged');
      }
      await expect(blobs.get(sha256)).rejects.toMatchObject({ code: 'CONTENT_CORRUPT' });
    });

    it('sweeps what is old and nobody names, and nothing else', async () => {
      const [gone, named, again] = [await keep(), await keep(), await keep()];
      await keep(named.bytes);
      await sleep(SECOND);
      const before = Date.now();
      await sleep(SECOND);
      const young = await keep();
      const unnamed = async (all: readonly string[]) => {
        // An upload between the question and the deletion.
        if (all.includes(again.sha256)) await keep(again.bytes);
        return all.filter((sha256) => sha256 !== named.sha256);
      };
      expect(await blobs.sweep(before, unnamed)).toBeGreaterThan(0);
      await expect(blobs.get(gone.sha256)).rejects.toMatchObject(missing);
      for (const { sha256, bytes } of [young, named, again]) {
        expect(bytes.equals(await blobs.get(sha256))).toBe(true);
      }
      const nobody = () => Promise.resolve([]);
      expect(await blobs.sweep(before, nobody)).toBe(0);
      expect(existsSync(setup.folder)).toBe(true);
    });
  });
});

describe.skipIf(!hasS3())(`s3BlobStore (${S3_NEEDED})`, () => {
  it('lists more than a page, and is nobody’s without the right secret', async () => {
    const { place, stop } = await startS3();
    const blobs = s3BlobStore(place);
    const bytes = Buffer.from('the same');
    const sha256 = digest(bytes);
    for (let round = 0; round < 21; round += 1) {
      await Promise.all(Array.from({ length: 50 }, () => blobs.put(sha256, bytes)));
    }
    expect(bytes.equals(await blobs.get(sha256))).toBe(true);
    const named = () => Promise.resolve([]);
    expect(await blobs.sweep(Date.now() + 60_000, named)).toBe(21 * 50 - 1);
    expect(bytes.equals(await blobs.get(sha256))).toBe(true);
    const stranger = s3BlobStore({ ...place, secretKey: 'another' });
    await expect(stranger.get(sha256)).rejects.toMatchObject({ code: 'CONTENT_UNAVAILABLE' });
    const changed = blobs.put(sha256, Buffer.from('changed'));
    await expect(changed).rejects.toMatchObject({ code: 'CONTENT_UNAVAILABLE' });
    await stop();
  });
});
