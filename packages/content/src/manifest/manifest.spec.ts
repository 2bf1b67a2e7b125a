import { readFileSync } from 'node:fs';

import { encode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import { describe, expect, it } from 'vitest';

import { cheapBundleOf, manifestOf, noteOf, ORIGIN } from '../testing/log-of-manifests.ts';
import { manifestVectors } from '../testing/manifest-vectors.ts';
import { cidOf, parseCid, readBlock } from './block.ts';
import { coverage } from './coverage.ts';
import { cidFromDigest, digestFromCid, manifestDigest } from './digest.ts';
import { encodeManifest, LINKS_PER_BLOCK } from './encode-manifest.ts';
import { parseManifest } from './parse-manifest.ts';
import { readManifest } from './read-manifest.ts';
import { walkManifests } from './walk-manifests.ts';

const vectors = manifestVectors(
  readFileSync(new URL('../../../../docs/spec/vectors/manifest.json', import.meta.url), 'utf8'),
);
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const getFrom = (blocks: Map<string, Uint8Array>, cid: string) =>
  Promise.resolve(blocks.get(cid) ?? new Uint8Array());

describe('docs/spec/vectors/manifest.json', () => {
  it.each(vectors.valid)('$name', ({ manifest, cid, digest, block }) => {
    const encoded = encodeManifest(manifest);
    expect(hexOf(encoded.bytes)).toBe(block);
    expect(encoded.cid).toBe(cid);
    expect(encoded.parts).toEqual([]);
    expect(hexOf(manifestDigest(bytesOf(block)))).toBe(digest);
    expect(cidFromDigest(bytesOf(digest))).toBe(cid);
    expect(hexOf(digestFromCid(cid))).toBe(digest);
    const { tiles, entries, documents, ...rest } = manifest;
    expect(parseManifest(bytesOf(block))).toEqual({
      ...rest,
      tiles: { links: tiles },
      entries: { links: entries },
      documents: { links: documents },
    });
  });

  it('a walk from the newest', async () => {
    const blocks = new Map(vectors.valid.map(({ cid, block }) => [cid, bytesOf(block)]));
    const newest = vectors.valid.at(-1)?.cid ?? '';
    const walked: string[] = [];
    for await (const { cid } of walkManifests((name) => getFrom(blocks, name), newest)) {
      walked.push(cid);
    }
    expect(walked).toEqual(vectors.valid.map(({ cid }) => cid).toReversed());
  });

  it('a list split into parts', async () => {
    const [first] = vectors.valid;
    if (first === undefined) throw new Error('The vectors are empty.');
    const entries = Array.from({ length: vectors.split.links }, (_, index) => {
      const cid = cidOf(new TextEncoder().encode(String(index)), 'raw');
      return { index, width: 256, cid };
    });
    const manifest = { ...first.manifest, tiles: [], entries };
    const encoded = encodeManifest(manifest);
    expect(hexOf(encoded.bytes)).toBe(vectors.split.block);
    expect(encoded.cid).toBe(vectors.split.cid);
    expect(encoded.parts.map(({ cid }) => cid)).toEqual(vectors.split.parts);
    const blocks = new Map([encoded, ...encoded.parts].map(({ cid, bytes }) => [cid, bytes]));
    expect(await readManifest((name) => getFrom(blocks, name), encoded.cid)).toEqual(manifest);
  });

  it.each(vectors.coverage)('coverage from $from to $to', ({ from, to, tiles, entries }) => {
    const actual = coverage(from, to);
    expect(actual.tiles.map(({ level, index }) => [level, index])).toEqual(tiles);
    expect(actual.entries.map(({ index, width }) => [index, width])).toEqual(entries);
  });

  it.each(vectors.refused)('refused: $name', ({ block, code }) => {
    expect(() => parseManifest(bytesOf(block))).toThrow(expect.objectContaining({ code }));
  });
});

describe('encodeManifest', () => {
  it('keeps every block within 1 MiB with long lists everywhere', () => {
    const { tiles, entries, ...rest } = manifestOf(
      0,
      (3 * LINKS_PER_BLOCK + 1) * 256,
      null,
      cheapBundleOf,
    );
    const cid = cidOf(new Uint8Array(), 'raw');
    const documents = Array.from({ length: LINKS_PER_BLOCK }, (_, i) => {
      return { sha256: i.toString(16).padStart(64, '0'), length: Number.MAX_SAFE_INTEGER, cid };
    });
    const far = Number.MAX_SAFE_INTEGER;
    const widest = { level: 6, index: far, width: 256, cid };
    const list = Array.from({ length: LINKS_PER_BLOCK }, () => widest);
    const inline = encodeManifest({ ...rest, tiles: list, entries: list, documents });
    expect(inline.parts).toEqual([]);
    const split = encodeManifest({
      ...rest,
      tiles,
      entries,
      documents: [...documents, ...documents],
    });
    // 12,289 full bundles are 4 parts; as many tiles and 48 above them as well; documents are 2.
    expect(split.parts.length).toBe(10);
    for (const { bytes } of [inline, split, ...split.parts]) {
      expect(bytes.length).toBeLessThanOrEqual(1_048_576);
    }
  });

  it.each([
    ['a note that is none', { checkpoint: 'hello' }],
    ['a note of another log', { checkpoint: noteOf(1, 'other.log') }],
    [
      'a negative index',
      { entries: [{ index: -1, width: 1, cid: cidOf(new Uint8Array(), 'raw') }] },
    ],
    [
      'a SHA-256 in capitals',
      { documents: [{ sha256: 'A'.repeat(64), length: 1, cid: cidOf(new Uint8Array(), 'raw') }] },
    ],
  ])('error: %s', (_case, change) => {
    expect(() => encodeManifest({ ...manifestOf(0, 1, null), ...change })).toThrow(
      expect.objectContaining({ code: 'MANIFEST_INVALID' }),
    );
  });

  it('error: a link that is not a CID', () => {
    expect(() => encodeManifest({ ...manifestOf(0, 1, null), previous: 'x' })).toThrow(
      expect.objectContaining({ code: 'CID_INVALID' }),
    );
  });

  it('error: a note that makes the block too large', () => {
    const checkpoint = `${noteOf(1)}${'x'.repeat(1_048_576)}`;
    expect(() => encodeManifest({ ...manifestOf(0, 1, null), checkpoint })).toThrow(
      expect.objectContaining({ code: 'MANIFEST_TOO_LARGE' }),
    );
  });
});

describe('parts', () => {
  const long = encodeManifest(manifestOf(0, 5_000 * 256, null, cheapBundleOf));
  const fields = () => ({
    version: 1,
    origin: ORIGIN,
    checkpoint: noteOf(1),
    map: null,
    tiles: [],
    entries: [],
    documents: [],
    previous: null,
  });
  const readChanged = (parts: unknown[][]) => {
    const blocks = new Map<string, Uint8Array>();
    const links = parts.map((part) => {
      const bytes = encode(part);
      const cid = cidOf(bytes, 'dag-cbor');
      blocks.set(cid, bytes);
      return CID.parse(cid);
    });
    const bytes = encode({ ...fields(), entries: { parts: links } });
    const cid = cidOf(bytes, 'dag-cbor');
    blocks.set(cid, bytes);
    return readManifest((name) => getFrom(blocks, name), cid);
  };
  const links = (length: number) =>
    Array.from({ length }, (_, i) => [i, 256, CID.parse(cidOf(new Uint8Array(), 'raw'))]);

  it('are full except the last', async () => {
    expect(long.parts.length).toBe(4);
    await expect(readChanged([links(LINKS_PER_BLOCK), links(1)])).resolves.toBeDefined();
  });

  it.each([
    ['a part in the middle is short', [links(5), links(5)]],
    ['a part is empty', [links(LINKS_PER_BLOCK), []]],
    ['a part is too long', [links(LINKS_PER_BLOCK + 1), links(1)]],
    ['there is only one', [links(LINKS_PER_BLOCK)]],
  ])('error: %s', async (_case, parts) => {
    await expect(readChanged(parts)).rejects.toMatchObject({ code: 'MANIFEST_INVALID' });
  });

  it('error: a long list stands in the manifest itself', () => {
    const bytes = encode({ ...fields(), entries: links(LINKS_PER_BLOCK + 1) });
    expect(() => parseManifest(bytes)).toThrow(
      expect.objectContaining({ code: 'MANIFEST_INVALID' }),
    );
  });
});

describe('CIDs and digests', () => {
  it('error: a digest that is not 32 bytes', () => {
    expect(() => cidFromDigest(new Uint8Array(31))).toThrow(
      expect.objectContaining({ code: 'CID_INVALID' }),
    );
  });

  it('error: the CID of a raw block is not that of a manifest', () => {
    expect(() => digestFromCid(cidOf(new Uint8Array(), 'raw'))).toThrow(
      expect.objectContaining({ code: 'CID_INVALID' }),
    );
  });

  it('error: readBlock hashes what the reader gives', async () => {
    const cid = cidOf(new Uint8Array([1]), 'raw');
    await expect(readBlock(() => Promise.resolve(new Uint8Array([2])), cid)).rejects.toMatchObject({
      code: 'BLOCK_MISMATCH',
    });
    expect(parseCid(cid).toString()).toBe(cid);
  });
});
