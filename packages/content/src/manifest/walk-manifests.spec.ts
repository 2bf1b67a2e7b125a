import { decodeBundle } from '@luna/tlog';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cheapBundleOf, logOf, manifestOf, ORIGIN, noteOf } from '../testing/log-of-manifests.ts';
import type { BlockReader } from './block.ts';
import { encodeManifest } from './encode-manifest.ts';
import type { Manifest } from './manifest.ts';
import { type ManifestStep, walkManifests } from './walk-manifests.ts';

function readerOf(blocks: Map<string, Uint8Array>): BlockReader {
  return (cid) => {
    const bytes = blocks.get(cid);
    return bytes === undefined
      ? Promise.reject(new Error(`no block ${cid}`))
      : Promise.resolve(bytes);
  };
}

async function walk(blocks: Map<string, Uint8Array>, newest: string): Promise<ManifestStep[]> {
  const steps: ManifestStep[] = [];
  for await (const step of walkManifests(readerOf(blocks), newest)) steps.push(step);
  return steps;
}

/** A chain of the given manifests, oldest first, each linking the one before it. */
function chain(...manifests: Manifest[]): { newest: string; blocks: Map<string, Uint8Array> } {
  const blocks = new Map<string, Uint8Array>();
  let newest: string | null = null;
  for (const manifest of manifests) {
    const encoded = encodeManifest({ ...manifest, previous: newest });
    blocks.set(encoded.cid, encoded.bytes);
    newest = encoded.cid;
  }
  return { newest: newest ?? '', blocks };
}

describe('walkManifests', () => {
  it('goes from the newest to the first', async () => {
    const { newest, blocks } = logOf([1, 300, 513]);
    const steps = await walk(blocks, newest);
    expect(steps.map(({ manifest }) => manifest.checkpoint)).toEqual(
      [513, 300, 1].map((size) => noteOf(size)),
    );
    expect(steps[0]?.cid).toBe(newest);
    expect(steps[2]?.manifest.previous).toBeNull();
  });

  it('finds every entry from the newest manifest alone, wherever the anchors fell', async () => {
    const growth = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(growth, async (steps) => {
        const sizes: number[] = [];
        for (const step of steps) sizes.push((sizes.at(-1) ?? 0) + step);
        const { newest, blocks } = logOf(sizes);
        const read = readerOf(blocks);
        const found = new Map<number, string>();
        for await (const { manifest } of walkManifests(read, newest)) {
          for (const { index, cid } of manifest.entries) {
            decodeBundle(await read(cid)).forEach((entry, i) => {
              found.set(index * 256 + i, new TextDecoder().decode(entry));
            });
          }
        }
        const size = sizes.at(-1) ?? 0;
        expect(found.size).toBe(size);
        expect([...found].every(([index, entry]) => entry === String(index))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('reads lists that are split into parts', async () => {
    const { newest, blocks } = logOf([5, 5000 * 256 + 7], cheapBundleOf);
    const [step] = await walk(blocks, newest);
    expect(step?.manifest).toEqual({
      ...manifestOf(5, 5000 * 256 + 7, null, cheapBundleOf),
      previous: step?.manifest.previous,
    });
  });

  const second = manifestOf(300, 600, null);
  it.each<[string, Manifest[]]>([
    [
      'a bundle is left out',
      [manifestOf(0, 300, null), { ...second, entries: second.entries.slice(1) }],
    ],
    ['a tile is left out', [manifestOf(0, 300, null), { ...second, tiles: [] }]],
    [
      'the partial bundle is that of another size',
      [manifestOf(0, 300, null), { ...second, checkpoint: noteOf(601) }],
    ],
    ['a manifest in between is missing', [manifestOf(0, 200, null), second]],
    ['the first manifest does not begin at entry 0', [second]],
    ['the log did not grow', [manifestOf(0, 300, null), manifestOf(0, 300, null)]],
    ['the log shrank', [manifestOf(0, 300, null), manifestOf(0, 200, null)]],
    [
      'the one before is of another log',
      [
        { ...manifestOf(0, 300, null), origin: 'other.log', checkpoint: noteOf(300, 'other.log') },
        second,
      ],
    ],
    [
      'a document is named twice',
      [{ ...manifestOf(0, 1, null), documents: documents('ab', 'ab') }],
    ],
    [
      'documents are not in order',
      [{ ...manifestOf(0, 1, null), documents: documents('cd', 'ab') }],
    ],
  ])('error: %s', async (_case, manifests) => {
    const { newest, blocks } = chain(...manifests);
    await expect(walk(blocks, newest)).rejects.toMatchObject({ code: 'MANIFEST_CHAIN_BROKEN' });
  });

  it('error: a reader gives other bytes', async () => {
    const { newest } = logOf([1]);
    const other = logOf([2]);
    const [bytes = new Uint8Array()] = other.blocks.values();
    await expect(walk(new Map([[newest, bytes]]), newest)).rejects.toMatchObject({
      code: 'BLOCK_MISMATCH',
    });
  });

  it('error: a manifest cannot be had; those after it were yielded', async () => {
    const { newest, blocks } = logOf([1, 2, 3]);
    const [oldest = ''] = blocks.keys();
    blocks.delete(oldest);
    const seen: string[] = [];
    const walking = async (): Promise<void> => {
      for await (const { manifest } of walkManifests(readerOf(blocks), newest)) {
        seen.push(manifest.origin);
      }
    };
    await expect(walking()).rejects.toThrow('no block');
    expect(seen).toEqual([ORIGIN]);
  });
});

function documents(...starts: string[]): Manifest['documents'] {
  const cid = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
  return starts.map((start) => ({ sha256: start.padEnd(64, '0'), length: 0, cid }));
}
