import { bytea, type Tx } from '@luna/database';
import { encodePublicKey } from '@luna/passport';
import { z } from 'zod';
import type { DataKey } from './master-key.ts';
import { open, seal } from './seal.ts';

/** Purposes: `schema.table.column/row id`, authenticated in every value of that column. */
export const totpPurpose = (accountId: string) => `auth.account.totp_sealed/${accountId}`;
export const signingKeyPurpose = (kid: string) => `auth.signing_key.private_sealed/${kid}`;
export const issuerKeyPurpose = (publicKey: Uint8Array) =>
  `credentials.issuer_key.private_sealed/${encodePublicKey(publicKey)}`;

export type SealedColumn = {
  /** `schema.table.column`. */
  name: string;
  /**
   * Seals up to `limit` values of the column anew that `from` sealed, and tells how many there were;
   * none when all are done. The rows stay locked until the transaction ends.
   */
  reseal(tx: Tx, from: DataKey, to: DataKey, limit: number): Promise<number>;
};

/** Every column that holds sealed values. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  column('auth.account', 'id', 'totp_sealed', z.uuid(), totpPurpose),
  column('auth.signing_key', 'kid', 'private_sealed', z.string(), signingKeyPurpose),
  column('credentials.issuer_key', 'public_key', 'private_sealed', bytea, issuerKeyPurpose),
];

function column<Id>(
  table: string,
  key: string,
  sealed: string,
  id: z.ZodType<Id>,
  purposeOf: (id: Id) => string,
): SealedColumn {
  const row = z.object({ id, sealed: bytea });
  return {
    name: `${table}.${sealed}`,
    reseal: async (tx, from, to, limit) => {
      // Bytes 2 to 17 of a value are the id of its key.
      const found = await tx.rows(
        row,
        `SELECT ${key} AS id, ${sealed} AS sealed FROM ${table}
         WHERE substring(${sealed} FROM 2 FOR 16) = uuid_send($1::uuid) LIMIT $2 FOR UPDATE`,
        [from.id, limit],
      );
      for (const value of found) {
        const purpose = purposeOf(value.id);
        const bytes = open(from.key, from.id, purpose, value.sealed);
        await tx.execute(`UPDATE ${table} SET ${sealed} = $2 WHERE ${key} = $1`, [
          value.id,
          seal(to.key, to.id, purpose, bytes),
        ]);
      }
      return found.length;
    },
  };
}
