import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';

/** A passport document that was published; times in ISO form. */
export type Publication = {
  passportId: string;
  /** Of the history it describes; the two events after it name the document. */
  position: number;
  /** Who vouches for it. */
  organizationId: string;
  /** Of its bytes, in hex. */
  sha256: string;
  cid: string;
  length: number;
  /** Where its revocation shows. */
  status: { list: number; index: number };
  publishedAt: string;
  revokedAt: string | null;
};

const iso = z.date().transform((date) => date.toISOString());
const publicationRow = z
  .object({
    passport_id: z.uuid(),
    position: bigint,
    org_id: z.uuid(),
    sha256: z.string(),
    cid: z.string(),
    length: z.int(),
    status_list: z.int(),
    status_index: z.int(),
    published_at: iso,
    revoked_at: iso.nullable(),
  })
  .transform((row): Publication => ({
    passportId: row.passport_id,
    position: row.position,
    organizationId: row.org_id,
    sha256: row.sha256,
    cid: row.cid,
    length: row.length,
    status: { list: row.status_list, index: row.status_index },
    publishedAt: row.published_at,
    revokedAt: row.revoked_at,
  }));

const COLUMNS = `passport_id, position, org_id, sha256, cid, length, status_list, status_index,
  published_at, revoked_at`;

/** Throws PUBLICATION_OUTRUN when another publication has taken its place in the status list. */
export async function insertPublication(
  tx: Tx,
  publication: Omit<Publication, 'revokedAt'>,
): Promise<void> {
  const { passportId, position, organizationId, sha256, cid, length, status } = publication;
  await tx.execute(
    `INSERT INTO credentials.publication (passport_id, position, org_id, sha256, cid, length,
       status_list, status_index, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      passportId,
      position,
      organizationId,
      sha256,
      cid,
      length,
      status.list,
      status.index,
      publication.publishedAt,
    ],
  );
}

/** Which version of a document: made at this position, or the newest at this time (Unix ms); else the newest. */
export type Version = { position?: number | undefined; at?: number | undefined };

export async function findPublication(
  tx: Tx,
  passportId: string,
  { position, at }: Version,
): Promise<Publication | undefined> {
  return tx.row(
    publicationRow,
    `SELECT ${COLUMNS} FROM credentials.public_publication
     WHERE passport_id = $1 AND ($2::bigint IS NULL OR position = $2)
       AND ($3::float8 IS NULL OR published_at <= to_timestamp($3 / 1000))
     ORDER BY position DESC LIMIT 1`,
    [passportId, position ?? null, at ?? null],
  );
}

export async function publicationOfDocument(
  tx: Tx,
  sha256: string,
): Promise<Publication | undefined> {
  return tx.row(
    publicationRow,
    `SELECT ${COLUMNS} FROM credentials.public_publication WHERE sha256 = $1`,
    [sha256],
  );
}

/** A page of a passport's publications, newest first. */
export async function listPublications(
  tx: Tx,
  passportId: string,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<Publication[]> {
  return tx.rows(
    publicationRow,
    `SELECT ${COLUMNS} FROM credentials.public_publication
     WHERE passport_id = $1 AND ($2::bigint IS NULL OR position < $2)
     ORDER BY position DESC LIMIT $3`,
    [passportId, before ?? null, limit],
  );
}

const countRow = z.object({ n: bigint });

export async function countPublications(tx: Tx, passportId: string): Promise<number> {
  const row = await tx.row(
    countRow,
    'SELECT count(*) AS n FROM credentials.public_publication WHERE passport_id = $1',
    [passportId],
  );
  return row?.n ?? 0;
}

/**
 * Locks a publication that the transaction's organisation vouches for; undefined for everybody
 * else's.
 */
export async function lockPublication(
  tx: Tx,
  passportId: string,
  position: number,
): Promise<Publication | undefined> {
  return tx.row(
    publicationRow,
    `SELECT ${COLUMNS} FROM credentials.publication
     WHERE passport_id = $1 AND position = $2 FOR UPDATE`,
    [passportId, position],
  );
}

export async function revokePublication(
  tx: Tx,
  { passportId, position }: Publication,
  at: string,
): Promise<void> {
  await tx.execute(
    'UPDATE credentials.publication SET revoked_at = $3 WHERE passport_id = $1 AND position = $2',
    [passportId, position, at],
  );
}
