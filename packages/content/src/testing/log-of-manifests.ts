import { encodeBundle, formatCheckpoint, sha256 } from '@luna/tlog';

import { cidOf } from '../manifest/block.ts';
import { coverage } from '../manifest/coverage.ts';
import { encodeManifest } from '../manifest/encode-manifest.ts';
import type { Manifest } from '../manifest/manifest.ts';

export const ORIGIN = 'dev.luna/0a1b2c3d';

/** A note like a signed one; its root and signature are invented, because nothing here checks them. */
export function noteOf(size: number, origin = ORIGIN): string {
  const root = sha256(new TextEncoder().encode(`root ${size}`));
  const text = formatCheckpoint({ origin, size, root });
  return `${text}\n— ${origin} ${'A'.repeat(92)}\n`;
}

/** Block of entries [256·index, 256·index + width); entry i is its own number. */
export function bundleOf(index: number, width: number): Uint8Array {
  return encodeBundle(
    Array.from({ length: width }, (_, i) => new TextEncoder().encode(String(index * 256 + i))),
  );
}

/** Instead of {@link bundleOf} where thousands are linked and none is read. */
export function cheapBundleOf(index: number, width: number): Uint8Array {
  return new TextEncoder().encode(`bundle ${index} ${width}`);
}

/** The manifest that follows one of size `from`, over invented tiles. */
export function manifestOf(
  from: number,
  to: number,
  previous: string | null,
  bundle = bundleOf,
): Manifest {
  const { tiles, entries } = coverage(from, to);
  return {
    origin: ORIGIN,
    checkpoint: noteOf(to),
    tiles: tiles.map(({ level, index }) => {
      const bytes = new TextEncoder().encode(`tile ${level} ${index}`);
      return { level, index, cid: cidOf(bytes, 'raw') };
    }),
    entries: entries.map(({ index, width }) => {
      return { index, width, cid: cidOf(bundle(index, width), 'raw') };
    }),
    documents: [],
    previous,
  };
}

/** The manifests of a log anchored at these sizes, and every block of them and of the bundles. */
export function logOf(
  sizes: readonly number[],
  bundle = bundleOf,
): {
  newest: string;
  blocks: Map<string, Uint8Array>;
} {
  const blocks = new Map<string, Uint8Array>();
  let previous: string | null = null;
  let from = 0;
  for (const to of sizes) {
    const manifest = manifestOf(from, to, previous, bundle);
    const encoded = encodeManifest(manifest);
    for (const { cid, bytes } of [encoded, ...encoded.parts]) blocks.set(cid, bytes);
    for (const { index, width, cid } of manifest.entries) blocks.set(cid, bundle(index, width));
    previous = encoded.cid;
    from = to;
  }
  if (previous === null) throw new Error('A log needs a size.');
  return { newest: previous, blocks };
}
