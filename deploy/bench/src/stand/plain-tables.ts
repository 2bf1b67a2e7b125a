import { randomBytes } from 'node:crypto';

import type { NewEvent, Tx } from '@luna/database';
import { CODEC, encodePayload, ENTRY_LENGTH, type Kind } from '@luna/record';
import pg from 'pg';

const COPY_OF = (table: string) => `(LIKE ledger.${table} INCLUDING DEFAULTS INCLUDING INDEXES)`;

/**
 * Copies of the ledger's tables that only store: the same columns, defaults, keys and indexes; no
 * CHECK, no trigger, no row security, no function. `bare` has not even indexes.
 */
export async function createPlainTables(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    // The guard refuses GRANT to everybody but the migrate job; this session is not guarded.
    await client.query('SET event_triggers = off');
    await client.query(`
      CREATE SCHEMA plain;
      CREATE SCHEMA bare;
      CREATE SCHEMA chained;
      CREATE TABLE plain.event ${COPY_OF('event')};
      CREATE TABLE plain.payload ${COPY_OF('payload')};
      CREATE TABLE chained.event ${COPY_OF('event')};
      CREATE TABLE chained.payload ${COPY_OF('payload')};
      CREATE TABLE chained.head (single boolean PRIMARY KEY, leaf_hash bytea NOT NULL);
      INSERT INTO chained.head VALUES (true, decode(repeat('00', 32), 'hex'));
      CREATE TABLE bare.event (LIKE ledger.event INCLUDING DEFAULTS);
      CREATE TABLE bare.payload (LIKE ledger.payload);
      GRANT USAGE ON SCHEMA plain, bare, chained TO luna_app;
      GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA plain, bare, chained TO luna_app;
      GRANT UPDATE ON chained.head TO luna_app;`);
  } finally {
    await client.end();
  }
}

/** A row pair as the copies store it; `entry` and `leafHash` are stand-ins of the right size. */
export type PlainRow = {
  stream: Uint8Array;
  position: number;
  kind: string;
  entry: Uint8Array;
  leafHash: Uint8Array;
  org: string;
  actor: string;
  access: readonly string[];
  recordedAt: number;
  payload: Uint8Array;
  salt: Uint8Array;
};

/**
 * Makes the rows of an event as the product's append makes its arguments: the payload is checked and
 * written in canonical form, the salt is random. What only Postgres computes there is not computed
 * here at all; random bytes of the same length stand in for it.
 */
export function plainRow<K extends Kind>(event: NewEvent<K>, position: number): PlainRow {
  const random = randomBytes(32 + ENTRY_LENGTH + 32);
  const { org, actor, access } = event.envelope;
  return {
    stream: event.stream,
    position,
    kind: event.kind,
    entry: random.subarray(32, 32 + ENTRY_LENGTH),
    leafHash: random.subarray(32 + ENTRY_LENGTH),
    org,
    actor,
    access,
    recordedAt: Date.now(),
    payload: encodePayload(event.kind, event.envelope),
    salt: random.subarray(0, 32),
  };
}

export type PlainSchema = 'plain' | 'chained';

const statements = (schema: PlainSchema) => ({
  event: `INSERT INTO ${schema}.event (stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  payload: `INSERT INTO ${schema}.payload (stream, position, bytes, salt, json)
    VALUES ($1, $2, $3, $4, convert_from($3, 'UTF8')::jsonb)`,
});
const STATEMENTS = { plain: statements('plain'), chained: statements('chained') };

/** Inserts the two rows, statement by statement. */
export async function insertPlain(tx: Tx, row: PlainRow, schema: PlainSchema = 'plain') {
  const { event, payload } = STATEMENTS[schema];
  await tx.execute(event, [
    row.stream,
    row.position,
    row.kind,
    CODEC.json,
    row.entry,
    row.leafHash,
    row.org,
    row.actor,
    row.access,
    row.recordedAt,
  ]);
  await tx.execute(payload, [row.stream, row.position, row.payload, row.salt]);
}
