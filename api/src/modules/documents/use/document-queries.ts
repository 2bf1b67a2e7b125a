import { Injectable } from '@nestjs/common';
import type { Tx } from '@luna/database';
import { z } from 'zod';
import { readCursor } from '../../../http/cursor.ts';
import type { Page } from '../../../http/envelope.ts';
import { pageOf } from '../../../http/page-of.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { passportRef, Readers, readPassport } from '../../passports/passports.public.ts';
import {
  countDocuments,
  documentsFor,
  findDocument,
  listDocuments,
  type Document,
  type DocumentSource,
} from '../data/documents.ts';
import type { DocumentQuery, DocumentView } from '../http/views.ts';
import { DocumentFiles } from './document-files.ts';
import { documentUnknown, passportUnknown } from './own-passport.ts';

/** Documents as far as the reader may see them; the database decides. */
@Injectable()
export class DocumentQueries {
  readonly #readers: Readers;
  readonly #files: DocumentFiles;

  constructor(readers: Readers, files: DocumentFiles) {
    this.#readers = readers;
    this.#files = files;
  }

  /** In the order they were attached. Throws PASSPORT_UNKNOWN. */
  async list(
    caller: Caller | undefined,
    id: string,
    { limit, cursor }: DocumentQuery,
  ): Promise<Page<DocumentView>> {
    const { after, page } = readCursor(cursor, z.int().min(1));
    return this.#read(caller, async (tx, source) => {
      const passport = await passportIdOf(tx, id);
      const found = await listDocuments(tx, source, passport, {
        after: after ?? 0,
        limit: limit + 1,
      });
      const total = await countDocuments(tx, source, passport);
      return pageOf(found, ({ position }) => position, { total, page, limit }).map(viewOf);
    });
  }

  /** A document with its bytes. Throws PASSPORT_UNKNOWN, DOCUMENT_NOT_FOUND. */
  async download(
    caller: Caller | undefined,
    id: string,
    sha256: string,
  ): Promise<{ document: Document; bytes: Uint8Array }> {
    const document = await this.#read(caller, async (tx, source) =>
      findDocument(tx, source, await passportIdOf(tx, id), sha256),
    );
    if (document === undefined) throw documentUnknown();
    return { document, bytes: await this.#files.read(document) };
  }

  /** Who may not read the organisation's passports, as some keys, reads what everybody may. */
  #read<T>(
    caller: Caller | undefined,
    body: (tx: Tx, source: DocumentSource) => Promise<T>,
  ): Promise<T> {
    const reader = caller?.permissions.has('passports:read:org') === true ? caller : undefined;
    return this.#readers.tx(reader, (tx) => body(tx, documentsFor(reader)));
  }
}

async function passportIdOf(tx: Tx, id: string): Promise<string> {
  const passport = await readPassport(tx, passportRef(id));
  if (passport === undefined) throw passportUnknown();
  return passport.id;
}

function viewOf({ attachedAt, ...document }: Document): DocumentView {
  return { ...document, attachedAt: new Date(attachedAt).toISOString() };
}
