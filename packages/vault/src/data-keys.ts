import { randomBytes } from 'node:crypto';
import { bytea, type Tx } from '@luna/database';
import { z } from 'zod';
import { wrap, type KeyRow, type MasterKey, type Owner } from './master-key.ts';

const keyRow = z.object({ id: z.uuid(), owner: z.string(), wrapped: bytea.nullable() });

/** The key an owner's new values are sealed with. */
export function currentKey(tx: Tx, owner: Owner): Promise<KeyRow | undefined> {
  const sql =
    'SELECT id, owner, wrapped FROM auth.data_key WHERE owner = $1 AND retired_at IS NULL';
  return tx.row(keyRow, sql, [owner]);
}

/** An owner's key of this id, retired ones included. */
export function keyById(tx: Tx, owner: Owner, id: string): Promise<KeyRow | undefined> {
  const sql = 'SELECT id, owner, wrapped FROM auth.data_key WHERE owner = $1 AND id = $2';
  return tx.row(keyRow, sql, [owner, id]);
}

/** Makes the owner's key; of several processes the first one does, and the others read that one. */
export async function makeKey(tx: Tx, master: MasterKey, owner: Owner): Promise<void> {
  await tx.execute(
    `INSERT INTO auth.data_key (owner, wrapped) VALUES ($1, $2)
     ON CONFLICT (owner) WHERE retired_at IS NULL DO NOTHING`,
    [owner, wrap(master, owner, randomBytes(32))],
  );
}

/** Every key that still opens something, locked until the transaction ends. */
export function lockKeys(tx: Tx): Promise<KeyRow[]> {
  const sql =
    'SELECT id, owner, wrapped FROM auth.data_key WHERE wrapped IS NOT NULL ORDER BY id FOR UPDATE';
  return tx.rows(keyRow, sql);
}

/** Writes keys as they are wrapped now, all in one statement. */
export async function rewriteKeys(
  tx: Tx,
  keys: readonly { id: string; wrapped: Uint8Array }[],
): Promise<void> {
  await tx.execute(
    `UPDATE auth.data_key k SET wrapped = n.wrapped
     FROM unnest($1::uuid[], $2::bytea[]) AS n (id, wrapped) WHERE k.id = n.id`,
    [keys.map(({ id }) => id), keys.map(({ wrapped }) => wrapped)],
  );
}

/** Retires a key: it opens, and seals nothing new. */
export async function retireKey(tx: Tx, id: string): Promise<void> {
  await tx.execute('UPDATE auth.data_key SET retired_at = now() WHERE id = $1', [id]);
}

const retiredRow = keyRow.extend({ age: z.number() });

/** An owner's retired keys that may still be in use; `age` in milliseconds since they were retired. */
export function retiredKeys(tx: Tx, owner: Owner): Promise<z.infer<typeof retiredRow>[]> {
  const age = 'extract(epoch FROM clock_timestamp() - retired_at)::float8 * 1000 AS age';
  return tx.rows(
    retiredRow,
    `SELECT id, owner, wrapped, ${age} FROM auth.data_key
     WHERE owner = $1 AND retired_at IS NOT NULL AND wrapped IS NOT NULL ORDER BY retired_at FOR UPDATE`,
    [owner],
  );
}

/** Destroys one key for ever. */
export async function destroyKey(tx: Tx, id: string): Promise<void> {
  await tx.execute(
    'UPDATE auth.data_key SET wrapped = NULL, destroyed_at = now() WHERE id = $1 AND wrapped IS NOT NULL',
    [id],
  );
}

/**
 * Destroys all keys of an owner for ever, and leaves a current one that is destroyed, so that no new
 * one is made. Tells how many there were.
 */
export async function destroyKeys(tx: Tx, owner: Owner): Promise<number> {
  const destroyed = await tx.execute(
    'UPDATE auth.data_key SET wrapped = NULL, destroyed_at = now() WHERE owner = $1 AND wrapped IS NOT NULL',
    [owner],
  );
  await tx.execute(
    `INSERT INTO auth.data_key (owner, destroyed_at) VALUES ($1, now())
     ON CONFLICT (owner) WHERE retired_at IS NULL DO NOTHING`,
    [owner],
  );
  return destroyed;
}
