import {
  coverage,
  encodeManifest,
  manifestDigest,
  type ContentStore,
  type Coverage,
  type Manifest,
} from '@luna/content';
import { bigint, logEntries, logTiles, type Database, type Tx } from '@luna/database';
import { encodeBundle, TILE_WIDTH } from '@luna/tlog';
import { z } from 'zod';
import { fence, type Leadership } from '../leader.ts';
import { publicDocuments, type PublishTo } from './public-documents.ts';

/** Blocks sent to the store at a time. */
const PARALLEL = 16;

/** What is to be published: the checkpoint to be anchored next and the manifest before it. */
export type Publication = {
  origin: string;
  size: number;
  note: string;
  previous: { size: number; cid: string } | null;
};

/** Most entries that one anchor may add (PassportLog.MAX_GROWTH). */
const MAX_GROWTH = 2 ** 24;

const newestRow = z.object({
  origin: z.string(),
  size: bigint,
  note: z.string(),
  previous_size: bigint.nullable(),
  previous_cid: z.string().nullable(),
});

/** The newest checkpoint that one anchor can reach, when it holds entries that no manifest holds. */
export async function unpublished(tx: Tx): Promise<Publication | undefined> {
  const row = await tx.row(
    newestRow,
    `WITH previous AS (SELECT size, cid FROM log.manifest ORDER BY size DESC LIMIT 1)
     SELECT h.origin, c.size, c.note, m.size AS previous_size, m.cid AS previous_cid
     FROM log.head h
     LEFT JOIN previous m ON true
     JOIN log.checkpoint c ON c.size > coalesce(m.size, 0) AND c.size <= coalesce(m.size, 0) + $1
     ORDER BY c.size DESC LIMIT 1`,
    [MAX_GROWTH],
  );
  if (!row) return undefined;
  const { origin, size, note, previous_size, previous_cid } = row;
  const previous =
    previous_size === null || previous_cid === null
      ? null
      : { size: previous_size, cid: previous_cid };
  return { origin, size, note, previous };
}

/**
 * Puts everything a publication adds into the store, pinned, and returns the CID of its manifest.
 * The same publication gives the same blocks, so starting over after a crash repeats nothing.
 */
export async function storeBlocks(to: PublishTo, publication: Publication): Promise<string> {
  const { origin, size, note, previous } = publication;
  const { database, store } = to;
  const from = previous?.size ?? 0;
  const manifest: Manifest = {
    origin,
    checkpoint: note,
    previous: previous?.cid ?? null,
    ...(await links(database, store, coverage(from, size))),
    documents: await publicDocuments(to, from, size),
  };
  const { cid, bytes, parts } = encodeManifest(manifest);
  for (const part of parts) await store.put(part.bytes, 'dag-cbor');
  await store.put(bytes, 'dag-cbor');
  await store.pin([...parts.map((part) => part.cid), cid]);
  return cid;
}

/** Records that the manifest of a checkpoint is stored: from now on it may be anchored. */
export async function recordManifest(
  database: Database,
  leadership: Leadership,
  store: ContentStore,
  publication: Publication,
  cid: string,
): Promise<void> {
  const digest = manifestDigest(await store.get(cid));
  await database.tx({}, async (tx) => {
    await fence(tx, leadership);
    await tx.execute(
      'INSERT INTO log.manifest (size, cid, digest, previous_cid) VALUES ($1, $2, $3, $4)',
      [publication.size, cid, digest, publication.previous?.cid ?? null],
    );
  });
}

async function links(
  database: Database,
  store: ContentStore,
  added: Coverage,
): Promise<Pick<Manifest, 'tiles' | 'entries'>> {
  const tiles = await inGroups(added.tiles, async (group) => {
    const contents = await database.tx({}, (tx) => logTiles(tx).read(group));
    return putAll(store, group, contents);
  });
  const entries = await inGroups(added.entries, async (group) => {
    const contents = await database.tx({}, async (tx) => {
      const bundles: Uint8Array[] = [];
      for (const { index, width } of group) {
        bundles.push(encodeBundle(await logEntries(tx, index * TILE_WIDTH, width)));
      }
      return bundles;
    });
    return putAll(store, group, contents);
  });
  return { tiles, entries };
}

async function inGroups<T, R>(
  items: readonly T[],
  work: (group: T[]) => Promise<R[]>,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += PARALLEL) {
    results.push(...(await work(items.slice(at, at + PARALLEL))));
  }
  return results;
}

async function putAll<T>(
  store: ContentStore,
  coordinates: readonly T[],
  contents: readonly Uint8Array[],
): Promise<(T & { cid: string })[]> {
  const linked = await Promise.all(
    coordinates.map(async (coordinate, i) => ({
      ...coordinate,
      cid: await store.put(contents[i] ?? new Uint8Array(), 'raw'),
    })),
  );
  await store.pin(linked.map((link) => link.cid));
  return linked;
}
