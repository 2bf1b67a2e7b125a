import {
  cidFromDigest,
  digestFromCid,
  manifestCheckpoint,
  readBlock,
  walkManifests,
} from '@luna/content';
import type { BlockReader, ManifestStep } from '@luna/content';
import { bigint, logTiles, writeTiles, type Database, type Tx } from '@luna/database';
import { decodeEntry, entryLeaf } from '@luna/record';
import { LunaError } from '@luna/runtime';
import { appendLeaves, decodeBundle, edgeRoot, readEdge, TILE_WIDTH } from '@luna/tlog';
import { hexToBytes } from 'viem';
import { z } from 'zod';
import type { ChainAnchor } from './chain-anchors.ts';
import { raiseSequences } from './raise-sequences.ts';
import type { Progress } from './report.ts';

export type RecoverOptions = {
  /** As luna_migrate: recovery writes what no running process may. */
  database: Database;
  anchors: readonly ChainAnchor[];
  read: BlockReader;
  progress?: Progress;
};

export type Recovered = {
  /** Entries the database held, and holds now. */
  from: number;
  to: number;
};

/** Events whose place in a stream is taken by another one in the public record; named, a few. */
const NAMED = 5;

/**
 * Refills a log that lost its tail (a restored backup) from the manifests on IPFS: events without
 * payload, at the leaf indexes they had, up to the newest honest anchor; and moves the sequences of
 * passport codes past the codes that come back. All or nothing.
 * @throws LunaError NOTHING_TO_RECOVER, LOG_FORKED when the database is no prefix of what was
 *   anchored, RECOVERY_CONFLICT when events were written since that stand in the way
 */
export async function recoverLog(options: RecoverOptions): Promise<Recovered> {
  const { database, anchors } = options;
  const newest = anchors.findLast((anchor) => !anchor.withdrawn);
  const from = await asOwner(database, headSize);
  if (!newest || newest.size <= from) {
    throw new LunaError(
      'NOTHING_TO_RECOVER',
      `This database holds ${from} entries, the newest anchor covers ${newest?.size ?? 0}: nothing is missing.`,
    );
  }
  const steps = await missingManifests(options, newest, from);
  const entries = await missingEntries(options, steps, from, newest.size);
  await asOwner(database, async (tx) => {
    await refuseConflicts(tx, entries);
    await writeEvents(tx, entries);
    await writeLog(tx, from, entries, newest);
    await writeManifests(tx, steps);
    await raiseSequences(tx, entries.map(decodeEntry));
  });
  return { from, to: newest.size };
}

function asOwner<T>(database: Database, body: (tx: Tx) => Promise<T>): Promise<T> {
  return database.tx({}, async (tx) => {
    await tx.query('SET LOCAL ROLE luna_owner; SET LOCAL transaction_timeout = 0');
    return body(tx);
  });
}

async function headSize(tx: Tx): Promise<number> {
  const head = await tx.row(z.object({ size: bigint }), 'SELECT size FROM log.head');
  if (!head)
    throw new LunaError('LOG_NOT_OPENED', 'This database has no log yet: start the indexer once.');
  return head.size;
}

/** Manifests that add entries beyond `from`, oldest first. */
async function missingManifests(
  { read }: RecoverOptions,
  newest: ChainAnchor,
  from: number,
): Promise<ManifestStep[]> {
  const steps: ManifestStep[] = [];
  for await (const step of walkManifests(read, cidFromDigest(hexToBytes(newest.manifest)))) {
    if (manifestCheckpoint(step.manifest).size <= from) break;
    steps.unshift(step);
  }
  return steps;
}

async function missingEntries(
  { read, progress }: RecoverOptions,
  steps: readonly ManifestStep[],
  from: number,
  to: number,
): Promise<Uint8Array[]> {
  const entries = new Map<number, Uint8Array>();
  for (const { manifest } of steps) {
    for (const { index, cid } of manifest.entries) {
      const bundle = decodeBundle(await readBlock(read, cid));
      bundle.forEach((entry, i) => entries.set(index * TILE_WIDTH + i, entry));
      progress?.('manifests', Math.min(to, (index + 1) * TILE_WIDTH) - from, to - from);
    }
  }
  return Array.from({ length: to - from }, (_, i) => {
    const entry = entries.get(from + i);
    if (!entry) throw new RangeError(`entry ${from + i} is in no manifest`);
    return entry;
  });
}

const conflictRow = z.object({ stream: z.string(), position: bigint });

async function refuseConflicts(tx: Tx, entries: readonly Uint8Array[]): Promise<void> {
  const conflicts = await tx.rows(
    conflictRow,
    `SELECT encode(e.stream, 'hex') AS stream, e.position FROM ledger.event e
     JOIN unnest($1::bytea[]) AS r (entry) ON e.stream = substring(r.entry FROM 35 FOR 32)
       AND int8send(e.position) = substring(r.entry FROM 67 FOR 8) AND e.entry <> r.entry`,
    [entries],
  );
  if (conflicts.length === 0) return;
  const named = conflicts.slice(0, NAMED).map((c) => `stream ${c.stream} position ${c.position}`);
  throw new LunaError(
    'RECOVERY_CONFLICT',
    `${conflicts.length} events written after the restore stand where the public record has others (${named.join('; ')}). Move them aside before recovering; nothing was changed.`,
    { details: { conflicts: conflicts.length } },
  );
}

/**
 * Rows as the append would have made them, but nobody's: who wrote them was in the lost payload. Every
 * column is cut from the bytes of its entry, so none can contradict them.
 */
async function writeEvents(tx: Tx, entries: readonly Uint8Array[]): Promise<void> {
  await tx.query('SET LOCAL ROLE luna_guard');
  await tx.execute(
    `INSERT INTO ledger.event (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at)
     SELECT substring(entry FROM 35 FOR 32), substring(entry FROM 67 FOR 8)::bigint,
       convert_from(rtrim(substring(entry FROM 3 FOR 32), '\\x00'::bytea), 'UTF8'), get_byte(entry, 1), entry,
       sha256('\\x00'::bytea || entry), '${NOBODY}', '${NOBODY}', '{authority}', substring(entry FROM 75 FOR 8)::bigint
     FROM unnest($1::bytea[]) AS r (entry)
     ON CONFLICT DO NOTHING`,
    [entries],
  );
  await tx.query('SET LOCAL ROLE luna_owner');
}

/** Organisation and actor of an event whose payload could not be recovered. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

async function writeLog(
  tx: Tx,
  from: number,
  entries: readonly Uint8Array[],
  anchor: ChainAnchor,
): Promise<void> {
  const edge = await readEdge(logTiles(tx), from);
  const grown = appendLeaves(edge, entries.map(entryLeaf));
  const root = edgeRoot(grown.edge);
  if (Buffer.compare(root, hexToBytes(anchor.root)) !== 0) {
    throw new LunaError(
      'LOG_FORKED',
      'This database is not a beginning of what was anchored: its entries and the published ones do not make the anchored root. Restore another backup.',
    );
  }
  const decoded = entries.map(decodeEntry);
  await tx.execute(
    `INSERT INTO log.leaf (leaf_index, stream, position)
     SELECT $1::bigint + ord - 1, stream, position FROM unnest($2::bytea[], $3::bigint[]) WITH ORDINALITY AS r (stream, position, ord)`,
    [from, decoded.map((entry) => entry.stream), decoded.map((entry) => entry.position)],
  );
  await writeTiles(tx, grown.tiles);
  await tx.execute('UPDATE log.head SET size = $1, root = $2, sealed_at = now()', [
    grown.edge.size,
    root,
  ]);
}

async function writeManifests(tx: Tx, steps: readonly ManifestStep[]): Promise<void> {
  for (const { cid, manifest } of steps) {
    const { size, root } = manifestCheckpoint(manifest);
    await tx.execute(
      'INSERT INTO log.checkpoint (size, root, note) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [size, root, manifest.checkpoint],
    );
    await tx.execute(
      `INSERT INTO log.manifest (size, cid, digest, previous_cid) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [size, cid, digestFromCid(cid), manifest.previous],
    );
  }
}
