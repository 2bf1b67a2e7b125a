import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { LunaError, type Clock, type Config } from '@luna/runtime';
import type { ReadUpload } from '../../../http/multipart.ts';
import { CLOCK, CONFIG, REQUEST_SECRET } from '../../../parts.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { done, runSingle } from '../../idempotency/idempotency.public.ts';
import { appendToPassport } from '../../passports/passports.public.ts';
import { findDocument, insertDocument } from '../data/documents.ts';
import { documentForm } from '../http/document-form.ts';
import { documentReceipt, type DocumentReceipt } from '../http/views.ts';
import { newDocument, type NewDocument } from '../rules/new-document.ts';
import { DocumentFiles } from './document-files.ts';
import { ownPassport } from './own-passport.ts';
import { RefuseInfected } from './refuse-infected.ts';

const MiB = 1024 * 1024;

type Attachment = { passport: { id: string; code: string }; document: NewDocument };

/** Attaches files to passports of the caller's organisation. */
@Injectable()
export class AttachDocument {
  readonly #database: Database;
  readonly #files: DocumentFiles;
  readonly #infected: RefuseInfected;
  readonly #clock: Clock;
  readonly #limits: { document: number; photo: number };
  readonly #once;

  constructor(
    database: Database,
    files: DocumentFiles,
    infected: RefuseInfected,
    @Inject(CONFIG) { DOCUMENT_LIMIT_MIB, PHOTO_LIMIT_MIB }: Config,
    @Inject(CLOCK) clock: Clock,
    @Inject(REQUEST_SECRET) secret: string,
  ) {
    this.#database = database;
    this.#files = files;
    this.#infected = infected;
    this.#clock = clock;
    this.#limits = { document: DOCUMENT_LIMIT_MIB * MiB, photo: PHOTO_LIMIT_MIB * MiB };
    this.#once = {
      route: 'documents.attach',
      secret,
      parts: ({ passport, document }: Attachment) => [passport.id, document],
      result: documentReceipt,
    };
  }

  /**
   * Keeps the bytes, then names them in the passport's history: a crash in between leaves a file that
   * nobody names. Throws PASSPORT_UNKNOWN before the file is read, DOCUMENT_EXISTS, and what
   * {@link ReadUpload}, {@link newDocument} and {@link RefuseInfected.check} throw.
   */
  async attach(
    caller: Caller,
    key: string | undefined,
    id: string,
    read: ReadUpload,
  ): Promise<DocumentReceipt> {
    const passport = await this.#database.tx(caller, (tx) => ownPassport(tx, id));
    const file = await read(documentForm, this.#limits.document);
    const document = await newDocument(file, this.#limits.photo);
    const item = { passport, document };
    await this.#infected.check(caller, passport.code, document.sha256, file.bytes);
    const known = await this.#database.tx(caller, (tx) =>
      findDocument(tx, 'passports.document', passport.id, document.sha256),
    );
    // What the passport has already stays where it is: restricted bytes do not reach IPFS this way.
    const cid = known === undefined ? await this.#keep(document, file.bytes) : known.cid;
    return runSingle(this.#database, caller, this.#once, { key, item }, async (tx) => {
      if (known !== undefined) throw documentExists();
      return [done(await this.#record(tx, caller, item, cid))];
    });
  }

  async #keep({ sha256, access }: NewDocument, bytes: Uint8Array): Promise<string | null> {
    if (access.includes('public')) return this.#files.publish(bytes);
    await this.#files.keep(sha256, bytes);
    return null;
  }

  async #record(
    tx: Tx,
    caller: Caller,
    { passport, document }: Attachment,
    cid: string | null,
  ): Promise<DocumentReceipt> {
    const { name, mediaType, sha256, length, access } = document;
    const data = { name, mediaType, sha256, length, ...(cid === null ? {} : { cid }) };
    const { position, leafHash, recordedAt } = await appendToPassport(
      tx,
      caller,
      this.#clock.now(),
      passport.id,
      { kind: 'passport.document_attached', data, access },
    );
    await insertDocument(tx, passport.id, {
      ...document,
      cid,
      position,
      publishedPosition: cid === null ? null : position,
      attachedAt: Date.parse(recordedAt),
    });
    return { code: passport.code, sha256, cid, position, leafHash, recordedAt };
  }
}

function documentExists(): LunaError {
  return new LunaError('DOCUMENT_EXISTS', 'This passport has this file already.');
}
