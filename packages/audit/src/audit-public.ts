import type { BlockReader } from '@luna/content';
import { LunaError } from '@luna/runtime';
import {
  decodeBundle,
  entriesPath,
  hashLeaf,
  openCheckpoint,
  tilePath,
  TILE_WIDTH,
  type Tile,
} from '@luna/tlog';
import { compareAnchors, type ChainAnchor } from './chain-anchors.ts';
import { verifiersOf } from './checkpoints.ts';
import { auditManifests } from './manifests.ts';
import { AuditReport, type Progress } from './report.ts';
import { StreamAudit } from './streams.ts';
import { TreeReplay } from './tree.ts';

export type PublicAuditOptions = {
  /** Where the log is served: everything below `URL/log`. */
  url: string;
  trust: { origin: string; logKeys: readonly string[] };
  anchors: readonly ChainAnchor[] | { unavailable: string };
  read: BlockReader;
  fetch?: typeof globalThis.fetch;
  progress?: Progress;
};

/**
 * Audits the log as a stranger would: from `/log`, IPFS and the chain alone. Whoever runs it needs
 * nothing of the operator's but an address, and trusts none of its answers.
 * @throws LunaError LOG_UNREACHABLE (retryable) when the log is not served
 */
export async function auditPublic(options: PublicAuditOptions): Promise<AuditReport> {
  const report = new AuditReport();
  const progress = options.progress ?? (() => undefined);
  const log = new PublicLog(options.url, options.fetch ?? globalThis.fetch);
  const verifiers = await verifiersOf(options.trust.logKeys);
  const note = Buffer.from(await log.get('checkpoint')).toString('utf8');
  const checkpoint = await openCheckpoint(note, options.trust.origin, verifiers).catch(
    (error: unknown) => {
      report.add('checkpoints', 'CHECKPOINT_INVALID', '/log/checkpoint', String(error));
    },
  );
  report.look('checkpoints');
  if (!checkpoint) return report;
  const anchors = 'unavailable' in options.anchors ? [] : options.anchors;
  const honest = anchors.filter((anchor) => !anchor.withdrawn && anchor.size <= checkpoint.size);
  const { tree, entries, tiles } = await replay(log, report, progress, checkpoint.size, honest);
  const root = tree.roots.get(checkpoint.size);
  if (!root || Buffer.compare(root, checkpoint.root) !== 0) {
    report.add(
      'checkpoints',
      'ROOT_MISMATCH',
      `checkpoint of size ${checkpoint.size}`,
      'The entries served have another root than the checkpoint.',
    );
  }
  if ('unavailable' in options.anchors) {
    report.skip('anchors', options.anchors.unavailable);
    report.skip('manifests', options.anchors.unavailable);
    return report;
  }
  compareAnchors(report, anchors, checkpoint.size, (size) => tree.roots.get(size));
  await auditManifests({
    report,
    read: options.read,
    anchors,
    progress,
    entries: (from, count) =>
      Promise.resolve(
        from + count <= entries.length ? entries.slice(from, from + count) : undefined,
      ),
    tile: (level, index) => Promise.resolve(tiles.get(`${level}/${index}`)),
    named: undefined,
  });
  return report;
}

async function replay(
  log: PublicLog,
  report: AuditReport,
  progress: Progress,
  size: number,
  anchors: readonly ChainAnchor[],
) {
  const streams = new StreamAudit(report);
  const computed: Tile[] = [];
  const tree = new TreeReplay(
    anchors.map((anchor) => anchor.size),
    (tile) => computed.push(tile),
  );
  const entries: Uint8Array[] = [];
  const tiles = new Map<string, Uint8Array>();
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    const bundle = decodeBundle(await log.get(entriesPath({ index, width })));
    if (bundle.length !== width) {
      report.add(
        'leaves',
        'BUNDLE_SHORT',
        `bundle ${index}`,
        `It holds ${bundle.length} of ${width} entries.`,
      );
    }
    for (const entry of bundle) {
      report.look('events');
      streams.add(entry, `entry ${entries.length}`);
      entries.push(entry);
      tree.add(hashLeaf(entry));
    }
    await compareTiles(log, report, computed.splice(0), tiles);
    progress('events', entries.length, size);
  }
  tree.end();
  await compareTiles(log, report, computed, tiles);
  return { tree, entries, tiles };
}

async function compareTiles(
  log: PublicLog,
  report: AuditReport,
  computed: readonly Tile[],
  kept: Map<string, Uint8Array>,
): Promise<void> {
  for (const { level, index, hashes } of computed) {
    report.look('tiles');
    kept.set(`${level}/${index}`, hashes);
    const served = await log.get(tilePath({ level, index, width: hashes.length / 32 }));
    if (Buffer.compare(served, hashes) !== 0) {
      report.add(
        'tiles',
        'TILE_ALTERED',
        `tile ${level}/${index}`,
        'The tile served is not that of the entries served.',
      );
    }
  }
}

/** The operator's `/log`, byte by byte. */
class PublicLog {
  readonly #base: string;
  readonly #fetch: typeof globalThis.fetch;

  constructor(url: string, fetch: typeof globalThis.fetch) {
    this.#base = `${url.replace(/\/+$/, '')}/log/`;
    this.#fetch = fetch;
  }

  async get(path: string): Promise<Uint8Array> {
    const url = `${this.#base}${path}`;
    let response: Response;
    try {
      response = await this.#fetch(url, { signal: AbortSignal.timeout(30_000) });
    } catch (cause) {
      throw new LunaError(
        'LOG_UNREACHABLE',
        `${url} cannot be reached. Is the address right, and the api running?`,
        { retryable: true, cause },
      );
    }
    if (!response.ok) {
      throw new LunaError('LOG_UNREACHABLE', `${url} answered with status ${response.status}.`, {
        retryable: response.status >= 500,
      });
    }
    return new Uint8Array(await response.arrayBuffer());
  }
}
