import { bigint, type Tx } from '@luna/database';
import { ACCESS_CLASSES, type AccessClass } from '@luna/record';
import { z } from 'zod';
import type { Author } from '../../auth/auth.public.ts';

/** A document of a passport, as its row tells it; `attachedAt` in Unix milliseconds. */
export type Document = {
  /** Hex. */
  sha256: string;
  name: string;
  mediaType: string;
  /** Bytes. */
  length: number;
  /** Pixels; null for what is no picture. */
  width: number | null;
  height: number | null;
  access: AccessClass[];
  /** Where everybody finds the bytes; null while it is restricted. */
  cid: string | null;
  /** Position of the event that attached it. */
  position: number;
  /** Position of the event since which it is public. */
  publishedPosition: number | null;
  attachedAt: number;
};

const COLUMNS = `d.sha256, d.name, d.media_type, d.length, d.width, d.height, d.access, d.cid,
  d.position, d.published_position, d.attached_at`;

const documentRow = z
  .object({
    sha256: z.string(),
    name: z.string(),
    media_type: z.string(),
    length: bigint,
    width: z.int().nullable(),
    height: z.int().nullable(),
    access: z.array(z.enum(ACCESS_CLASSES)),
    cid: z.string().nullable(),
    position: bigint,
    published_position: bigint.nullable(),
    attached_at: z.date(),
  })
  .transform(({ media_type, published_position, attached_at, ...row }): Document => ({
    ...row,
    mediaType: media_type,
    publishedPosition: published_position,
    attachedAt: attached_at.getTime(),
  }));

/** What a reader reads: whoever does not say who they are, as luna_public, has the view alone. */
export type DocumentSource = 'passports.document' | 'passports.public_document';

/** Where a reader finds documents. */
export function documentsFor(reader: Author | undefined): DocumentSource {
  return reader === undefined ? 'passports.public_document' : 'passports.document';
}

/** Documents of a passport that the reader may see, in the order they were attached. */
export async function listDocuments(
  tx: Tx,
  source: DocumentSource,
  passportId: string,
  page: { after: number; limit: number },
): Promise<Document[]> {
  return tx.rows(
    documentRow,
    `SELECT ${COLUMNS} FROM ${source} d
     WHERE d.passport_id = $1 AND d.position > $2 ORDER BY d.position LIMIT $3`,
    [passportId, page.after, page.limit],
  );
}

const countRow = z.object({ count: bigint });

/** How many documents of a passport the reader may see. */
export async function countDocuments(
  tx: Tx,
  source: DocumentSource,
  passportId: string,
): Promise<number> {
  const sql = `SELECT count(*) FROM ${source} d WHERE d.passport_id = $1`;
  return (await tx.row(countRow, sql, [passportId]))?.count ?? 0;
}

/** The document with this SHA-256, if the passport has it and the reader may see it. */
export async function findDocument(
  tx: Tx,
  source: DocumentSource,
  passportId: string,
  sha256: string,
): Promise<Document | undefined> {
  return tx.row(
    documentRow,
    `SELECT ${COLUMNS} FROM ${source} d WHERE d.passport_id = $1 AND d.sha256 = $2`,
    [passportId, sha256],
  );
}

/** Throws DOCUMENT_EXISTS. */
export async function insertDocument(
  tx: Tx,
  passportId: string,
  document: Document,
): Promise<void> {
  await tx.execute(
    `INSERT INTO passports.document (passport_id, sha256, name, media_type, length, width, height,
       access, cid, position, published_position, attached_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, to_timestamp($12 / 1000.0))`,
    [
      passportId,
      document.sha256,
      document.name,
      document.mediaType,
      document.length,
      document.width,
      document.height,
      document.access,
      document.cid,
      document.position,
      document.publishedPosition,
      document.attachedAt,
    ],
  );
}

/** Makes a restricted document public; false when it is that already. */
export async function makePublic(
  tx: Tx,
  passportId: string,
  { sha256, cid, position }: { sha256: string; cid: string; position: number },
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE passports.document SET cid = $3, published_position = $4, access = access || '{public}'
     WHERE passport_id = $1 AND sha256 = $2 AND cid IS NULL`,
    [passportId, sha256, cid, position],
  );
  return changed === 1;
}

const digestRow = z.object({ sha256: z.string() });

/** Which of these digests no restricted document of any company names. */
export async function unnamedBlobs(tx: Tx, sha256: readonly string[]): Promise<string[]> {
  const sql = 'SELECT sha256 FROM passports.unnamed_blobs($1) AS u (sha256)';
  return (await tx.rows(digestRow, sql, [sha256])).map((row) => row.sha256);
}
