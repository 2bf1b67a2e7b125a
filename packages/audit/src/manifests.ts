import {
  cidFromDigest,
  manifestCheckpoint,
  readBlock,
  walkManifests,
  type BlockReader,
  type Manifest,
} from '@luna/content';
import { decodeBundle, type Tile } from '@luna/tlog';
import { hexToBytes } from 'viem';
import type { ChainAnchor } from './chain-anchors.ts';
import { compareDocument, isUnavailable, type NamedDocuments } from './documents.ts';
import type { AuditReport, Progress } from './report.ts';

type Options = {
  report: AuditReport;
  read: BlockReader;
  anchors: readonly ChainAnchor[];
  /** Entries `from` to `from + count - 1` as audited, or undefined where there are none. */
  entries: (from: number, count: number) => Promise<Uint8Array[] | undefined>;
  tile: (level: number, index: number) => Promise<Tile['hashes'] | undefined>;
  /** Documents that the ledger makes public; undefined for who cannot read it. */
  named: NamedDocuments | undefined;
  progress: Progress;
};

/**
 * Walks the manifests from the newest anchor back to entry 0 and holds each against its anchor, and
 * every published block against the entries and tiles that were audited.
 */
export async function auditManifests(options: Options): Promise<void> {
  const { report, anchors, read, progress } = options;
  const honest = anchors.filter((anchor) => !anchor.withdrawn);
  const newest = honest.at(-1);
  if (!newest) return;
  const bySize = new Map(honest.map((anchor) => [anchor.size, anchor]));
  let cid = cidFromDigest(hexToBytes(newest.manifest));
  let done = 0;
  try {
    for await (const step of walkManifests(read, cid)) {
      cid = step.cid;
      const { size, root } = manifestCheckpoint(step.manifest);
      const where = `manifest ${cid} of size ${size}`;
      // One that no anchor names itself is vouched for by the hash in the manifest after it.
      const anchor = bySize.get(size);
      if (anchor && cidFromDigest(hexToBytes(anchor.manifest)) !== cid) {
        report.add(
          'manifests',
          'MANIFEST_MISMATCH',
          where,
          'The anchor of its size names another.',
        );
      } else if (anchor && `0x${Buffer.from(root).toString('hex')}` !== anchor.root) {
        report.add(
          'manifests',
          'MANIFEST_MISMATCH',
          where,
          'Its checkpoint has another root than its anchor.',
        );
      }
      await compareBlocks(options, step.manifest, where);
      report.look('manifests');
      progress('manifests', (done += 1), honest.length);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const code = isUnavailable(error) ? 'MANIFEST_UNAVAILABLE' : 'MANIFEST_INVALID';
    report.add(
      'manifests',
      code,
      `manifest ${cid}`,
      `The walk back to entry 0 ends here: ${reason}`,
    );
  }
}

async function compareBlocks(
  { report, read, entries, tile, named }: Options,
  manifest: Manifest,
  where: string,
): Promise<void> {
  for (const link of manifest.entries) {
    const published = decodeBundle(await readBlock(read, link.cid));
    const own = await entries(link.index * 256, link.width);
    const same =
      own?.length === published.length &&
      own.every((entry, i) => Buffer.compare(entry, published[i] ?? new Uint8Array()) === 0);
    if (!same) {
      report.add(
        'manifests',
        'PUBLISHED_ENTRIES_DIFFER',
        `${where}, bundle ${link.index}`,
        `Entries ${link.index * 256} to ${link.index * 256 + link.width - 1} were published with other bytes.`,
      );
    }
  }
  for (const link of manifest.tiles) {
    const own = await tile(link.level, link.index);
    if (!own || Buffer.compare(own, await readBlock(read, link.cid)) !== 0) {
      report.add(
        'manifests',
        'PUBLISHED_TILE_DIFFERS',
        `${where}, tile ${link.level}/${link.index}`,
        'It was published with other bytes.',
      );
    }
  }
  for (const link of manifest.documents) await compareDocument(report, read, link, named, where);
}
