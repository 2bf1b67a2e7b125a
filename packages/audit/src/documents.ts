import { readFile, type BlockReader, type DocumentLink } from '@luna/content';
import { bigint, type Tx } from '@luna/database';
import { toHex } from '@luna/record';
import { sha256 } from '@luna/tlog';
import { z } from 'zod';
import type { AuditReport } from './report.ts';

/** Documents as one text each: SHA-256, length and CID. */
export type NamedDocuments = ReadonlySet<string>;

const keyOf = ({ sha256, length, cid }: DocumentLink) => `${sha256} ${length} ${cid}`;
const documentRow = z.object({ sha256: z.string(), length: bigint, cid: z.string() });

/** What the first `size` entries make public. */
export async function namedDocuments(tx: Tx, size: number): Promise<NamedDocuments> {
  const rows = await tx.rows(
    documentRow,
    'SELECT sha256, length, cid FROM ledger.published_documents(0, $1)',
    [size],
  );
  return new Set(rows.map(keyOf));
}

/** Holds a document that a manifest links against the ledger, and its bytes against the link. */
export async function compareDocument(
  report: AuditReport,
  read: BlockReader,
  link: DocumentLink,
  named: NamedDocuments | undefined,
  manifest: string,
): Promise<void> {
  const where = `${manifest}, document ${link.sha256}`;
  const add = (code: string, message: string) => report.add('manifests', code, where, message);
  if (named?.has(keyOf(link)) === false) {
    add('PUBLISHED_DOCUMENT_UNKNOWN', 'No event in the ledger makes this document public.');
  }
  try {
    const bytes = await readFile(read, link.cid, link.length);
    if (bytes.length === link.length && toHex(sha256(bytes)) === link.sha256) return;
    add('PUBLISHED_DOCUMENT_DIFFERS', 'Its bytes are not the ones that the link names.');
  } catch (error) {
    if (isUnavailable(error)) {
      add('PUBLISHED_DOCUMENT_UNAVAILABLE', 'Nobody who was asked has its bytes.');
    } else {
      const reason = error instanceof Error ? error.message : String(error);
      add(
        'PUBLISHED_DOCUMENT_DIFFERS',
        `Its bytes are not the ones that the link names: ${reason}`,
      );
    }
  }
}

/** Whether content could not be had, rather than being wrong. */
export function isUnavailable(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'CONTENT_UNAVAILABLE' || error.code === 'CONTENT_NOT_FOUND')
  );
}
