import { randomBytes, randomUUID } from 'node:crypto';
import { bytea, connect, type Database, type Tx } from '@luna/database';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import { z } from 'zod';
import { currentKey, keyById, makeKey } from '../data-keys.ts';
import { masterKeyOf, PLATFORM, unwrap, type MasterKey, type Owner } from '../master-key.ts';
import { keyIdOf, open, seal } from '../seal.ts';
import { issuerKeyPurpose, signingKeyPurpose, totpPurpose } from '../sealed-columns.ts';

export type SealedHome = {
  test: TestDatabase;
  /** Superuser. */
  admin: Database;
  /** As luna_keys. */
  keys: Database;
  /** Master key of everything in it, and its hex digits. */
  master: MasterKey;
  hex: string;
  /** Two companies with an issuer's key each; their codes are AAA and BBB. */
  companies: readonly [Owner, Owner];
  /** Opens what is sealed for an owner as the api does, and tells how many values there were. */
  openAll(master: MasterKey, owner: Owner): Promise<number>;
  /** What the audit stream of the operator holds, in order. */
  acts(): Promise<string[]>;
  close(): Promise<void>;
};

/** Where a sealed value is. */
type Place = { owner: Owner; purpose: string; sql: string; id: unknown };

const sealedRow = z.object({ sealed: bytea });
const actRow = z.object({ act: z.string() });

/** A database with values in every column that is sealed: 205 second factors, a token key, two issuers. */
export async function sealedHome(): Promise<SealedHome> {
  const test = await createTestDatabase();
  const admin = await connect({ url: test.adminUrl, poolSize: 2 });
  const keys = await connect({ url: test.keysUrl, poolSize: 2 });
  const hex = randomBytes(32).toString('hex');
  const master = masterKeyOf(hex);
  const companies = [randomUUID(), randomUUID()] as const;
  const places: Place[] = [];

  async function sealed(tx: Tx, place: Place): Promise<Buffer> {
    await makeKey(tx, master, place.owner);
    const row = await currentKey(tx, place.owner);
    if (row === undefined) throw new TypeError('the key just made is not there');
    places.push(place);
    return seal(unwrap(master, row).key, row.id, place.purpose, Buffer.from(place.purpose));
  }

  await admin.tx({}, async (tx) => {
    const from = (table: string, column: string, key: string) =>
      `SELECT ${column} AS sealed FROM ${table} WHERE ${key} = $1`;
    for (let count = 0; count < 205; count += 1) {
      const id = randomUUID();
      const sql = from('auth.account', 'totp_sealed', 'id');
      await tx.execute(
        `INSERT INTO auth.account (id, email, display_name, locale, totp_sealed) VALUES ($1, $2, 'P', 'en', $3)`,
        [
          id,
          `${id}@example.com`,
          await sealed(tx, { owner: PLATFORM, purpose: totpPurpose(id), sql, id }),
        ],
      );
    }
    const sql = from('auth.signing_key', 'private_sealed', 'kid');
    const token = { owner: PLATFORM, purpose: signingKeyPurpose('k'), sql, id: 'k' };
    await tx.execute(
      `INSERT INTO auth.signing_key (kid, public_jwk, private_sealed, not_before) VALUES ('k', '{}', $1, now())`,
      [await sealed(tx, token)],
    );
    for (const [index, owner] of companies.entries()) {
      await tx.execute(
        `INSERT INTO organizations.organization (id, name, code, status) VALUES ($1, 'C', $2, 'APPROVED')`,
        [owner, 'AB'.charAt(index).repeat(3)],
      );
      const id = randomBytes(32);
      const sql = from('credentials.issuer_key', 'private_sealed', 'public_key');
      await tx.execute(
        'INSERT INTO credentials.issuer_key (public_key, org_id, private_sealed) VALUES ($1, $2, $3)',
        [id, owner, await sealed(tx, { owner, purpose: issuerKeyPurpose(id), sql, id })],
      );
    }
  });

  return {
    test,
    admin,
    keys,
    master,
    hex,
    companies,
    openAll: (given, owner) =>
      admin.tx({}, async (tx) => {
        const own = places.filter((place) => place.owner === owner);
        for (const { purpose, sql, id } of own) {
          const bytes = (await tx.row(sealedRow, sql, [id]))?.sealed ?? Buffer.of();
          const row = await keyById(tx, owner, keyIdOf(bytes));
          if (row === undefined) throw new TypeError(`the key of ${purpose} is not there`);
          const opened = open(unwrap(given, row).key, row.id, purpose, bytes);
          if (Buffer.from(opened).toString() !== purpose) throw new TypeError('another value');
        }
        return own.length;
      }),
    acts: async () => {
      const rows = await admin.tx({}, (tx) =>
        tx.rows(
          actRow,
          `SELECT p.json -> 'data' ->> 'act' AS act FROM ledger.payload p
           JOIN ledger.event e USING (stream, position) WHERE e.kind = 'audit.acted' ORDER BY e.position`,
        ),
      );
      return rows.map(({ act }) => act);
    },
    close: async () => {
      await admin.close();
      await keys.close();
      await test.drop();
    },
  };
}
