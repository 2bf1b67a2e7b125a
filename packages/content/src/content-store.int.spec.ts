import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encode } from '@ipld/dag-cbor';
import { LunaError } from '@luna/runtime';
import { CID } from 'multiformats/cid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ContentStore } from './content-store.ts';
import { createContentStore } from './create-content-store.ts';
import { BLOCK_LIMIT, cidOf } from './manifest/block.ts';
import { readFile } from './read-file.ts';
import { hasKubo, KUBO_NEEDED, startKubo } from './testing/start-kubo.ts';

type Implementation = { open(): Promise<ContentStore>; stop(): Promise<void> };

const implementations: [name: string, skip: boolean, start: () => Promise<Implementation>][] = [
  ['embedded', false, startEmbedded],
  [`Kubo (${KUBO_NEEDED})`, !hasKubo(), startKuboNode],
];

/** Reproducible content of any length: an LCG's upper bytes. */
function content(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/**
 * CIDs that must never change, as `ipfs add --cid-version 1 --raw-leaves --chunker size-1048576
 * --max-file-links 1024` of Kubo 0.43.1 prints them: nothing, less than a chunk, exactly a chunk, a
 * chunk and a byte, three chunks.
 */
const FILES: [length: number, cid: string][] = [
  [0, 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'],
  [1_000, 'bafkreif5wnnipny7dkjvyhugbouqocyb6kvxqhx5n77azcxienkldnkgdy'],
  [1_048_576, 'bafkreiep7x36nt66cvnlcghb64cdlw467uhjm5c6m5efjck63ult7rmrzi'],
  [1_048_577, 'bafybeihtedftjxy6bkqn6rdcfaov6mbrtqtta46qt6cfk42rr7ktkai4qm'],
  [3_000_000, 'bafybeigqqfhjsrvw6mfesh7bzfomwvlariwsdhk2w54gbno53knbfcpewu'],
];

describe.each(implementations)('content store, %s', (_name, skip, start) => {
  describe.skipIf(skip)('contract', () => {
    let implementation: Implementation;
    let store: ContentStore;

    beforeAll(async () => {
      implementation = await start();
      store = await implementation.open();
    });
    afterAll(async () => {
      await store.close();
      await implementation.stop();
    });

    it('keeps a raw block under the CID of its hash', async () => {
      const bytes = new TextEncoder().encode('a block');
      const cid = await store.put(bytes, 'raw');
      expect(cid).toBe('bafkreieszcozqu5c6vyw2krdmm7ina227ks5iijvqdn64cce6u3wpuutza');
      expect(Buffer.from(await store.get(cid))).toEqual(Buffer.from(bytes));
    });

    it('keeps a dag-cbor block', async () => {
      const link = CID.parse(cidOf(content(3), 'raw'));
      const bytes = encode({ b: [1, link], a: null });
      const cid = await store.put(bytes, 'dag-cbor');
      expect(cid).toBe(cidOf(bytes, 'dag-cbor'));
      expect(Buffer.from(await store.get(cid))).toEqual(Buffer.from(bytes));
    });

    it('keeps an empty block and one of exactly 1 MiB', async () => {
      for (const bytes of [new Uint8Array(), content(BLOCK_LIMIT)]) {
        const cid = await store.put(bytes, 'raw');
        expect((await store.get(cid)).length).toBe(bytes.length);
      }
    });

    it('refuses a block above 1 MiB', async () => {
      await expect(store.put(new Uint8Array(BLOCK_LIMIT + 1), 'raw')).rejects.toMatchObject({
        code: 'BLOCK_TOO_LARGE',
        retryable: false,
      });
    });

    it('stores the same block twice as once, also at the same moment', async () => {
      const bytes = randomBytes(100_000);
      const cids = await Promise.all(Array.from({ length: 8 }, () => store.put(bytes, 'raw')));
      expect(new Set([...cids, await store.put(bytes, 'raw')])).toEqual(
        new Set([cidOf(bytes, 'raw')]),
      );
      expect(Buffer.from(await store.get(cidOf(bytes, 'raw')))).toEqual(bytes);
    });

    it.each(FILES)('gives a file of %d bytes the CID %s', async (length, cid) => {
      const bytes = content(length);
      expect(await store.addFile(bytes)).toBe(cid);
      const read = await readFile((block) => store.get(block), cid, length);
      expect(Buffer.from(read).equals(bytes)).toBe(true);
    });

    it('reads no more of a file than was allowed', async () => {
      const cid = await store.addFile(content(3_000_000));
      await expect(readFile((block) => store.get(block), cid, 2_999_999)).rejects.toMatchObject({
        code: 'CONTENT_TOO_LARGE',
      });
    });

    it('knows what it has', async () => {
      const bytes = randomBytes(32);
      const cid = cidOf(bytes, 'raw');
      expect(await store.has(cid)).toBe(false);
      await store.put(bytes, 'raw');
      expect(await store.has(cid)).toBe(true);
    });

    it('says that a block is missing, which may change', async () => {
      const missing = cidOf(randomBytes(32), 'raw');
      await expect(store.get(missing)).rejects.toMatchObject({
        code: 'CONTENT_NOT_FOUND',
        retryable: true,
      });
      await expect(store.pin([missing])).rejects.toMatchObject({ code: 'CONTENT_NOT_FOUND' });
    });

    it('pins blocks and files, also again', async () => {
      const raw = await store.put(randomBytes(10), 'raw');
      const file = await store.addFile(randomBytes(2_000_000));
      const tip = await store.put(
        encode({ previous: CID.parse(raw), n: Math.random() }),
        'dag-cbor',
      );
      await store.pin([raw, file, tip]);
      await store.pin([tip, file, raw]);
      expect(await store.has(tip)).toBe(true);
    });

    it('pins a dag-cbor block without what it links', async () => {
      const elsewhere = CID.parse(cidOf(randomBytes(32), 'raw'));
      const tip = await store.put(encode([elsewhere]), 'dag-cbor');
      await expect(store.pin([tip])).resolves.toBeUndefined();
    });

    it.each([
      ['not a CID', 'hello'],
      ['version 0', 'QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n'],
      [
        'another base',
        CID.parse(cidOf(content(1), 'raw'))
          .toString()
          .toUpperCase(),
      ],
      ['another hash', 'bafkrgqhhyivzstcz3hhswshfjgy6ertgmnqeleynhwt4dlfsthi4hn7zge'],
    ])('refuses a CID that is %s', async (_case, cid) => {
      await expect(store.get(cid)).rejects.toMatchObject({ code: 'CID_INVALID' });
      await expect(store.has(cid)).rejects.toMatchObject({ code: 'CID_INVALID' });
    });

    it('does nothing once it is closed', async () => {
      const other = await implementation.open();
      await other.close();
      const cid = cidOf(content(1), 'raw');
      for (const call of [
        other.put(content(1), 'raw'),
        other.addFile(content(1)),
        other.get(cid),
        other.has(cid),
        other.pin([cid]),
      ]) {
        await expect(call).rejects.toMatchObject({ code: 'CONTENT_CLOSED' });
      }
    });
  });
});

describe('content store, Kubo that does not answer', () => {
  it('says that the node is unavailable, which may change', async () => {
    const store = await createContentStore({ ipfsApiUrl: 'http://127.0.0.1:1' });
    const error: unknown = await store.put(content(1), 'raw').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LunaError);
    expect(error).toMatchObject({ code: 'CONTENT_UNAVAILABLE', retryable: true });
    await expect(store.has(cidOf(content(1), 'raw'))).rejects.toMatchObject({
      code: 'CONTENT_UNAVAILABLE',
    });
  });
});

async function startEmbedded(): Promise<Implementation> {
  const path = await mkdtemp(join(tmpdir(), 'luna-content-'));
  return {
    open: () => createContentStore({ path }),
    stop: () => rm(path, { recursive: true, force: true }),
  };
}

async function startKuboNode(): Promise<Implementation> {
  const kubo = await startKubo();
  return { open: () => createContentStore({ ipfsApiUrl: kubo.url }), stop: () => kubo.stop() };
}
