import { connect, logTiles, type Database, type Tx } from '@luna/database';
import { digestFromCid, type ContentStore } from '@luna/content';
import {
  appendLeaves,
  createSigner,
  edgeRoot,
  formatCheckpoint,
  formatVkey,
  readEdge,
  signNote,
} from '@luna/tlog';
import type { TestDatabase } from '@luna/local/testing';
import { z } from 'zod';

const ORIGIN = 'test.luna/log';
const SEED = new Uint8Array(32).fill(7);
export const TEST_CONTRACT = `0x${'c0'.repeat(20)}` as const;

/** The trust roots that fit what {@link createLogKeeper} signs. */
export async function testTrust() {
  const { publicKey } = await createSigner(ORIGIN, SEED);
  return {
    chainId: 31_337,
    passportLog: TEST_CONTRACT,
    origin: ORIGIN,
    logKeys: [formatVkey(ORIGIN, publicKey)],
  };
}

export type LogKeeper = {
  /** Gives every event a leaf and signs the head; tells the size. */
  seal(): Promise<number>;
  /** Publishes and anchors the newest head, as if the chain had made it final. */
  anchor(options?: { finalised?: boolean; contract?: Uint8Array }): Promise<void>;
  database: Database;
  close(): Promise<void>;
};

/** What the indexer does to the log's tables, without its steps: for tests of who reads them. */
export async function createLogKeeper(
  test: TestDatabase,
  content: ContentStore,
): Promise<LogKeeper> {
  const database = await connect({ url: test.indexerUrl, poolSize: 1 });
  let anchors = 0;
  return {
    database,
    close: () => database.close(),
    seal: () => database.tx({}, seal),
    anchor: async ({ finalised = true, contract = Buffer.alloc(20, 0xc0) } = {}) => {
      anchors += 1;
      const number = anchors;
      const cid = await content.put(Uint8Array.of(0xa1, 0x61, 0x6e, number), 'dag-cbor');
      await database.tx({}, async (tx) => {
        const digest = digestFromCid(cid);
        await tx.execute(
          `INSERT INTO log.manifest (size, cid, digest)
           SELECT max(size), $1, $2 FROM log.checkpoint ON CONFLICT DO NOTHING`,
          [cid, digest],
        );
        await tx.execute(
          `INSERT INTO chain.anchor (chain_id, contract, anchor_index, size, root, manifest, tx_hash,
             log_in_tx, block_number, block_hash, log_index, block_time, followed_at, finalised)
           SELECT 31337, $1, $2::bigint, c.size, c.root, m.digest, $3, 0, $2::bigint, $3, 0,
             1795000000 + $2::bigint, $2::bigint, $4::boolean
           FROM log.checkpoint c JOIN log.manifest m USING (size) ORDER BY c.size DESC LIMIT 1`,
          [contract, number, Buffer.alloc(32, number), finalised],
        );
      });
    },
  };
}

const headRow = z.object({ size: z.int() });
const eventRow = z.object({
  stream: z.instanceof(Uint8Array),
  position: z.int(),
  leaf_hash: z.instanceof(Uint8Array),
});

async function seal(tx: Tx): Promise<number> {
  const before = (await tx.row(headRow, 'SELECT size FROM log.head'))?.size ?? 0;
  const events = await tx.rows(
    eventRow,
    `SELECT e.stream, e.position, e.leaf_hash FROM ledger.event e
     LEFT JOIN log.leaf l USING (stream, position) WHERE l.leaf_index IS NULL
     ORDER BY e.xid, e.stream, e.position`,
  );
  const edge = await readEdge(logTiles(tx), before);
  const grown = appendLeaves(
    edge,
    events.map(({ leaf_hash }) => leaf_hash),
  );
  await tx.execute(
    `INSERT INTO log.leaf (leaf_index, stream, position)
     SELECT $1 + o - 1, stream, position
     FROM unnest($2::bytea[], $3::bigint[]) WITH ORDINALITY AS u (stream, position, o)`,
    [before, events.map(({ stream }) => stream), events.map(({ position }) => position)],
  );
  for (const { level, index, hashes } of grown.tiles) {
    await tx.execute(
      `INSERT INTO log.tile (level, tile_index, hashes) VALUES ($1, $2, $3)
       ON CONFLICT (level, tile_index) DO UPDATE SET hashes = EXCLUDED.hashes`,
      [level, index, hashes],
    );
  }
  const { size } = grown.edge;
  const root = edgeRoot(grown.edge);
  const changed = await tx.execute(
    `UPDATE log.head SET size = $1, root = $2, cursor_xid = pg_current_xact_id(),
       cursor_id = 'ffffffff-ffff-ffff-ffff-ffffffffffff'`,
    [size, root],
  );
  if (changed === 0) {
    await tx.execute(
      `INSERT INTO log.head (origin, size, root, cursor_xid, cursor_id, system_identifier)
       VALUES ($1, $2, $3, pg_current_xact_id(), 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'test')`,
      [ORIGIN, size, root],
    );
  }
  const note = await signNote(formatCheckpoint({ origin: ORIGIN, size, root }), [
    await createSigner(ORIGIN, SEED),
  ]);
  await tx.execute(
    'INSERT INTO log.checkpoint (size, root, note) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [size, root, note],
  );
  return size;
}
