import { readFile, type ContentStore, type DocumentLink } from '@luna/content';
import { bigint, type Database } from '@luna/database';
import { toHex } from '@luna/record';
import { LunaError, type Logger } from '@luna/runtime';
import { sha256 } from '@luna/tlog';
import { z } from 'zod';

const documentRow = z.object({ sha256: z.string(), length: bigint, cid: z.string() });

const NAMED = `SELECT sha256, length, cid FROM ledger.published_documents($1, $2)
  ORDER BY sha256 COLLATE "C", cid COLLATE "C"`;

/** Where what is published comes from and goes to. */
export type PublishTo = { database: Database; store: ContentStore; logger: Logger };

/**
 * Links to the public documents that the entries `from` up to but not including `to` name, as a
 * manifest has them, pinned. Left out, and logged, is what is not in the store under its CID with
 * the SHA-256 and length of the ledger: a company that names what is not there must not stop the log,
 * nor can it take the place of a document that is.
 * @throws LunaError CONTENT_UNAVAILABLE (retryable)
 */
export async function publicDocuments(
  { database, store, logger }: PublishTo,
  from: number,
  to: number,
): Promise<DocumentLink[]> {
  const named = await database.tx({}, (tx) => tx.rows(documentRow, NAMED, [from, to]));
  const links = new Map<string, DocumentLink>();
  for (const document of named) {
    if (await isHere(store, document)) links.set(document.sha256, document);
    else logger.warn({ document }, 'a public document is not in the store as the ledger names it');
  }
  const found = [...links.values()];
  await store.pin(found.map(({ cid }) => cid));
  return found;
}

async function isHere(store: ContentStore, document: DocumentLink): Promise<boolean> {
  const { cid, length } = document;
  try {
    if (!(await store.has(cid))) return false;
    const bytes = await readFile((name) => store.get(name), cid, length);
    return bytes.length === length && toHex(sha256(bytes)) === document.sha256;
  } catch (error) {
    if (error instanceof LunaError && error.code === 'CONTENT_UNAVAILABLE') throw error;
    return false;
  }
}
