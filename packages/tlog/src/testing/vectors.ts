import { bytesToHex as hex, utf8ToBytes } from '@noble/hashes/utils.js';
import { encodeBundle } from '../bundle.ts';
import { formatCheckpoint } from '../checkpoint.ts';
import { createSigner, formatVkey } from '../key.ts';
import { signNote } from '../note.ts';
import { entriesPath, tilePath } from '../path.ts';
import { formatTlogProof } from '../tlog-proof.ts';
import { naiveConsistency, naiveInclusion, naiveRoot } from './naive-tree.ts';

const RULE =
  'entry i of the sample tree is i as 4 bytes, big-endian; its leaf is SHA-256(0x00 ‖ entry)';
const ORIGIN = 'log.example/luna';
const SEED = Uint8Array.from({ length: 32 }, (_, i) => i);
const SIZES = [...Array.from({ length: 21 }, (_, i) => i), 255, 256, 257, 258];

const INCLUSIONS = [
  [0, 1],
  [0, 2],
  [1, 2],
  [2, 3],
  [4, 5],
  [6, 7],
  [3, 8],
  [10, 11],
  [0, 20],
  [19, 20],
  [0, 256],
  [255, 256],
  [256, 257],
  [257, 258],
  [100, 258],
] as const;

const CONSISTENCIES = [
  [1, 1],
  [1, 2],
  [2, 3],
  [3, 4],
  [3, 7],
  [4, 7],
  [6, 7],
  [6, 8],
  [7, 8],
  [8, 20],
  [13, 20],
  [20, 255],
  [255, 256],
  [256, 257],
  [257, 258],
  [100, 258],
  [258, 258],
] as const;

/** Entry `i` of the tree the vectors are about: 4 bytes, big-endian. */
export function sampleEntry(i: number): Uint8Array {
  const entry = new Uint8Array(4);
  new DataView(entry.buffer).setUint32(0, i);
  return entry;
}

/**
 * Content of `docs/spec/vectors/log.json`, every hash from the naive recursion of RFC 6962. The
 * file is frozen: a difference is a fault of the code unless the specification got a new version.
 */
export async function logVectors() {
  const entries = Array.from({ length: 258 }, (_, i) => sampleEntry(i));
  const tree = (size: number) => entries.slice(0, size);
  const root = (size: number) => hex(naiveRoot(tree(size)));

  const inclusion = INCLUSIONS.map(([index, size]) => ({
    index,
    size,
    leaf: hex(naiveRoot([sampleEntry(index)])),
    root: root(size),
    proof: naiveInclusion(index, tree(size)).map(hex),
  }));
  const consistency = CONSISTENCIES.map(([from, to]) => ({
    from,
    to,
    fromRoot: root(from),
    toRoot: root(to),
    proof: naiveConsistency(from, tree(to)).map(hex),
  }));

  return {
    about: 'Luna Passport log, docs/spec/log.md. Bytes are lowercase hex.',
    rule: RULE,
    emptyRoot: root(0),
    leaves: [
      new Uint8Array(),
      Uint8Array.of(0),
      Uint8Array.from({ length: 146 }, (_, i) => i),
      ...tree(20),
    ].map((entry) => ({ entry: hex(entry), leaf: hex(naiveRoot([entry])) })),
    nodes: [0, 1, 2].map((i) => {
      const [left, right] = [sampleEntry(i), sampleEntry(i + 1)];
      return {
        left: hex(naiveRoot([left])),
        right: hex(naiveRoot([right])),
        node: hex(naiveRoot([left, right])),
      };
    }),
    roots: SIZES.map((size) => ({ size, root: root(size) })),
    inclusion,
    consistency,
    refusedInclusion: refusedInclusions(inclusion),
    refusedConsistency: refusedConsistencies(consistency),
    paths: [
      { level: 0, index: 0, width: 1 },
      { level: 0, index: 999, width: 256 },
      { level: 1, index: 1000, width: 17 },
      { level: 0, index: 1234067, width: 256 },
    ].map((tile) => ({ ...tile, path: tilePath(tile), entriesPath: entriesPath(tile) })),
    bundle: {
      entries: [Uint8Array.of(), ...tree(2)].map(hex),
      bytes: hex(encodeBundle([Uint8Array.of(), ...tree(2)])),
    },
    checkpoint: await signedCheckpoint(entries, 100),
  };
}

type Fields = { proof: string[] };

/** The last inclusion vector, each time with one thing wrong. */
function refusedInclusions<V extends Fields & { index: number; size: number; root: string }>(
  vectors: readonly V[],
) {
  return vectors
    .slice(-1)
    .flatMap((good) => [
      ...mangledProofs(good),
      { why: 'another index', ...good, index: good.index + 1 },
      { why: 'index not below the size', ...good, index: good.size },
      { why: 'root of another tree', ...good, root: flip(good.root) },
    ]);
}

/** The consistency vector from 100 to 258, each time with one thing wrong. */
function refusedConsistencies<
  V extends Fields & { from: number; fromRoot: string; toRoot: string },
>(vectors: readonly V[]) {
  return vectors
    .slice(-2, -1)
    .flatMap((good) => [
      ...mangledProofs(good),
      { why: 'from nothing', ...good, from: 0 },
      { why: 'another old size', ...good, from: good.from + 1 },
      { why: 'old root changed', ...good, fromRoot: flip(good.fromRoot) },
      { why: 'new root changed', ...good, toRoot: flip(good.toRoot) },
      { why: 'roots swapped', ...good, fromRoot: good.toRoot, toRoot: good.fromRoot },
    ]);
}

function mangledProofs<V extends Fields>(good: V) {
  const { proof } = good;
  return [
    { why: 'no proof', ...good, proof: [] },
    { why: 'last hash missing', ...good, proof: proof.slice(0, -1) },
    { why: 'one hash too many', ...good, proof: [...proof, ...proof.slice(-1)] },
    {
      why: 'first bit of the first hash flipped',
      ...good,
      proof: proof.map((h, i) => (i === 0 ? flip(h) : h)),
    },
    { why: 'hashes in reverse', ...good, proof: proof.toReversed() },
  ];
}

/** The same hex with its first bit flipped. */
function flip(text: string): string {
  return (Number.parseInt(text.slice(0, 1), 16) ^ 8).toString(16) + text.slice(1);
}

async function signedCheckpoint(entries: readonly Uint8Array[], index: number) {
  const size = entries.length;
  const signer = await createSigner(ORIGIN, SEED);
  const text = formatCheckpoint({ origin: ORIGIN, size, root: naiveRoot(entries) });
  const note = await signNote(text, [signer]);
  const proof = naiveInclusion(index, entries);
  return {
    origin: ORIGIN,
    size,
    root: hex(naiveRoot(entries)),
    seed: hex(SEED),
    publicKey: hex(signer.publicKey),
    keyId: signer.keyId,
    vkey: formatVkey(ORIGIN, signer.publicKey),
    text,
    note,
    tlogProof: {
      index,
      file: formatTlogProof({ index, proof, checkpoint: note, extra: utf8ToBytes('luna') }),
    },
  };
}
