import type { BlockReader } from '@luna/content';
import { bigint, bytea, guardDamage, logEntries, type Database, type Tx } from '@luna/database';
import { entryLeaf, toHex } from '@luna/record';
import { hashLeaf, type Tile } from '@luna/tlog';
import { z } from 'zod';
import { compareAnchors, type ChainAnchor } from './chain-anchors.ts';
import { compareCheckpoints, verifiersOf, type StoredCheckpoint } from './checkpoints.ts';
import { namedDocuments } from './documents.ts';
import { auditManifests } from './manifests.ts';
import { auditPayload } from './payloads.ts';
import { AuditReport, type Progress } from './report.ts';
import { StreamAudit } from './streams.ts';
import { TreeReplay } from './tree.ts';

export type DatabaseAuditOptions = {
  /** As luna_audit. */
  database: Database;
  trust: { origin: string; logKeys: readonly string[] };
  /** Anchors as the chain tells them, or why they cannot be read. */
  anchors: readonly ChainAnchor[] | { unavailable: string };
  /** Where published blocks are read from. */
  read: BlockReader;
  /** The last checkpoint the signer remembers, where this machine has it. */
  signedMark?: { size: number; root: string } | undefined;
  progress?: Progress;
};

const PAGE = 2_000;

const row = z.object({
  leaf_index: bigint,
  stream: bytea,
  position: bigint,
  kind: z.string().nullable(),
  codec: z.int().nullable(),
  entry: bytea.nullable(),
  leaf_hash: bytea.nullable(),
  org_id: z.string().nullable(),
  actor_id: z.string().nullable(),
  access: z.array(z.string()).nullable(),
  bytes: bytea.nullable(),
  salt: bytea.nullable(),
  json: z.unknown(),
});

const COLUMNS = `e.kind, e.codec, e.entry, e.leaf_hash, e.org_id, e.actor_id, e.access, p.bytes, p.salt, p.json`;
const SEALED = `SELECT l.leaf_index, l.stream, l.position, ${COLUMNS}
  FROM log.leaf l LEFT JOIN ledger.event e USING (stream, position) LEFT JOIN ledger.payload p USING (stream, position)
  WHERE l.leaf_index >= $1 ORDER BY l.leaf_index LIMIT $2`;
const UNSEALED = `SELECT -1 AS leaf_index, e.stream, e.position, ${COLUMNS}
  FROM ledger.event e LEFT JOIN ledger.payload p USING (stream, position)
  WHERE NOT EXISTS (SELECT FROM log.leaf l WHERE l.stream = e.stream AND l.position = e.position)
  ORDER BY e.stream, e.position`;

type Row = z.output<typeof row>;

/**
 * Recomputes everything the operator's database says from its first bytes: guards, events, payloads,
 * leaves, tiles, the roots under every checkpoint, and those under every anchor on the chain and
 * every manifest. Reads one snapshot and writes nothing.
 */
export async function auditDatabase(options: DatabaseAuditOptions): Promise<AuditReport> {
  const report = new AuditReport();
  const progress = options.progress ?? (() => undefined);
  const anchors = 'unavailable' in options.anchors ? [] : options.anchors;
  await options.database.tx({}, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await auditGuards(tx, report);
    const checkpoints = await tx.rows(
      z.object({ size: bigint, note: z.string() }),
      'SELECT size, note FROM log.checkpoint ORDER BY size',
    );
    const wanted = [
      ...checkpoints,
      ...anchors,
      ...(options.signedMark ? [options.signedMark] : []),
    ];
    const tree = await replay(
      tx,
      report,
      progress,
      wanted.map(({ size }) => size),
    );
    const rootAt = (size: number) => tree.roots.get(size);
    await compareHead(tx, report, tree);
    const verifiers = await verifiersOf(options.trust.logKeys);
    const { origin } = options.trust;
    await compareCheckpoints(report, checkpoints, { origin, verifiers }, rootAt);
    compareMark(report, options.signedMark, checkpoints, tree);
    if ('unavailable' in options.anchors) {
      report.skip('anchors', options.anchors.unavailable);
      report.skip('manifests', options.anchors.unavailable);
      return;
    }
    compareAnchors(report, anchors, tree.size, rootAt);
    await auditManifests({
      report,
      read: options.read,
      anchors,
      progress,
      entries: (from, count) =>
        from + count <= tree.size
          ? logEntries(tx, from, count).catch(() => undefined)
          : Promise.resolve(undefined),
      tile: (level, index) => readTile(tx, level, index),
      // Payloads that were lost with a database no longer say what they made public.
      named: report.findings.some(({ code }) => code === 'PAYLOAD_LOST')
        ? undefined
        : await namedDocuments(tx, tree.size),
    });
  });
  return report;
}

async function auditGuards(tx: Tx, report: AuditReport): Promise<void> {
  const { missing, unexpected } = await guardDamage(tx);
  report.look('guards');
  for (const line of missing) {
    report.add(
      'guards',
      'GUARD_MISSING',
      line,
      'The migrations made this; it is gone or was changed.',
    );
  }
  for (const line of unexpected) {
    report.add('guards', 'GUARD_UNEXPECTED', line, 'The migrations did not make this.');
  }
}

/** Events and leaves in log order, then events that have no leaf yet. */
async function replay(
  tx: Tx,
  report: AuditReport,
  progress: Progress,
  sizes: readonly number[],
): Promise<TreeReplay> {
  const streams = new StreamAudit(report);
  const erased = await erasures(tx);
  const tiles: Tile[] = [];
  const tree = new TreeReplay(sizes, (tile) => tiles.push(tile));
  const total =
    (await tx.row(z.object({ n: bigint }), 'SELECT count(*) AS n FROM log.leaf'))?.n ?? 0;
  for (let next = 0; ;) {
    const rows = await tx.rows(row, SEALED, [next, PAGE]);
    for (const leaf of rows) {
      report.look('leaves');
      if (leaf.leaf_index !== next) {
        report.add(
          'leaves',
          'LEAF_MISSING',
          `entry ${next}`,
          `Leaves ${next} to ${leaf.leaf_index - 1} are missing.`,
        );
      }
      next = leaf.leaf_index + 1;
      auditRow(report, streams, leaf, `entry ${leaf.leaf_index}`, erased);
      // A deleted event still has a place in the tree; no leaf can be computed for it.
      tree.add(leaf.entry ? hashLeaf(leaf.entry) : new Uint8Array(32));
    }
    await compareTiles(tx, report, tiles.splice(0));
    progress('events', next, total);
    if (rows.length < PAGE) break;
  }
  for (const event of await tx.rows(row, UNSEALED)) {
    auditRow(report, streams, event, 'an event without a leaf', erased);
  }
  tree.end();
  await compareTiles(tx, report, tiles);
  return tree;
}

function auditRow(
  report: AuditReport,
  streams: StreamAudit,
  event: Row,
  place: string,
  erased: ReadonlySet<string>,
): void {
  const key = `${toHex(event.stream)}/${event.position}`;
  const where = `${place} (stream ${toHex(event.stream)}, position ${event.position})`;
  const { entry: bytes, leaf_hash, kind, codec, org_id, actor_id, access } = event;
  if (!bytes || !leaf_hash || kind === null || codec === null || !access) {
    report.add('events', 'EVENT_MISSING', where, 'It has a leaf, but the event is gone.');
    return;
  }
  report.look('events');
  const entry = streams.add(bytes, place);
  if (!entry) return;
  if (toHex(entry.stream) !== toHex(event.stream) || entry.position !== event.position) {
    report.add(
      'events',
      'EVENT_SWAPPED',
      where,
      `Its entry is that of stream ${toHex(entry.stream)} position ${entry.position}.`,
    );
  }
  if (entry.kind !== kind || entry.codec !== codec) {
    report.add('events', 'COLUMN_ALTERED', where, 'Its columns say something else than its entry.');
  }
  if (Buffer.compare(entryLeaf(bytes), leaf_hash) !== 0) {
    report.add(
      'events',
      'LEAF_HASH_ALTERED',
      where,
      'The stored leaf hash is not that of its entry.',
    );
  }
  const payload =
    event.bytes && event.salt ? { bytes: event.bytes, salt: event.salt, json: event.json } : null;
  const copy = {
    org: org_id ?? '',
    actor: actor_id ?? '',
    access,
    payload,
  };
  auditPayload(report, where, entry, copy, () => erased.has(key));
}

/** `stream/position` of every payload that an erasure event names. */
async function erasures(tx: Tx): Promise<Set<string>> {
  const named = z.object({ stream: z.string(), position: z.coerce.number() });
  const rows = await tx.rows(
    named,
    `SELECT json #>> '{data,erases,stream}' AS stream, json #>> '{data,erases,position}' AS position
     FROM ledger.event JOIN ledger.payload USING (stream, position)
     WHERE kind = 'payload.erased' AND json #> '{data,erases}' IS NOT NULL`,
  );
  return new Set(rows.map(({ stream, position }) => `${stream}/${position}`));
}

async function readTile(tx: Tx, level: number, index: number): Promise<Uint8Array | undefined> {
  const stored = await tx.row(
    z.object({ hashes: bytea }),
    'SELECT hashes FROM log.tile WHERE level = $1 AND tile_index = $2',
    [level, index],
  );
  return stored?.hashes;
}

async function compareTiles(tx: Tx, report: AuditReport, tiles: readonly Tile[]): Promise<void> {
  for (const { level, index, hashes } of tiles) {
    report.look('tiles');
    const stored = await readTile(tx, level, index);
    if (!stored) {
      report.add('tiles', 'TILE_MISSING', `tile ${level}/${index}`, 'The tile is not stored.');
    } else if (Buffer.compare(stored, hashes) !== 0) {
      report.add(
        'tiles',
        'TILE_ALTERED',
        `tile ${level}/${index}`,
        'The stored tile is not that of these entries.',
      );
    }
  }
}

async function compareHead(tx: Tx, report: AuditReport, tree: TreeReplay): Promise<void> {
  const head = await tx.row(
    z.object({ size: bigint, root: bytea }),
    'SELECT size, root FROM log.head',
  );
  const root = tree.roots.get(tree.size);
  if (head && (head.size !== tree.size || !root || Buffer.compare(head.root, root) !== 0)) {
    report.add(
      'leaves',
      'HEAD_MISMATCH',
      'the log head',
      `It says ${head.size} entries; ${tree.size} leaves are there, or their root is another.`,
    );
  }
}

function compareMark(
  report: AuditReport,
  mark: DatabaseAuditOptions['signedMark'],
  checkpoints: readonly StoredCheckpoint[],
  tree: TreeReplay,
): void {
  if (!mark) return;
  const root = tree.roots.get(mark.size);
  const served = checkpoints.at(-1)?.size ?? 0;
  if (!root || toHex(root) !== mark.root || served < mark.size) {
    report.add(
      'checkpoints',
      'SIGNED_MARK_AHEAD',
      `the last signed checkpoint, of size ${mark.size}`,
      'This database does not hold what was signed: an older backup was restored, or its tail was cut.',
    );
  }
}
