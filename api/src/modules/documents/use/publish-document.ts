import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@luna/database';
import { LunaError, type Clock } from '@luna/runtime';
import { CLOCK, REQUEST_SECRET } from '../../../parts.ts';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import { done, runSingle } from '../../idempotency/idempotency.public.ts';
import { appendToPassport } from '../../passports/passports.public.ts';
import { findDocument, makePublic, type Document } from '../data/documents.ts';
import { documentReceipt, type DocumentReceipt } from '../http/views.ts';
import { DocumentFiles } from './document-files.ts';
import { documentUnknown, ownPassport } from './own-passport.ts';
import { RefuseInfected } from './refuse-infected.ts';

type Publication = { passport: { id: string; code: string }; sha256: string };

/** Makes restricted documents public, which nothing takes back. */
@Injectable()
export class PublishDocument {
  readonly #database: Database;
  readonly #files: DocumentFiles;
  readonly #infected: RefuseInfected;
  readonly #clock: Clock;
  readonly #once;

  constructor(
    database: Database,
    files: DocumentFiles,
    infected: RefuseInfected,
    @Inject(CLOCK) clock: Clock,
    @Inject(REQUEST_SECRET) secret: string,
  ) {
    this.#database = database;
    this.#files = files;
    this.#infected = infected;
    this.#clock = clock;
    this.#once = {
      route: 'documents.publish',
      secret,
      parts: ({ passport, sha256 }: Publication) => [passport.id, sha256],
      result: documentReceipt,
    };
  }

  /**
   * What was attached is scanned once more: signatures are newer now. Throws PASSPORT_UNKNOWN,
   * DOCUMENT_NOT_FOUND, DOCUMENT_PUBLIC and what {@link RefuseInfected.check} throws.
   */
  async publish(
    caller: Caller,
    key: string | undefined,
    id: string,
    sha256: string,
  ): Promise<DocumentReceipt> {
    const { passport, document } = await this.#database.tx(caller, async (tx) => {
      const passport = await ownPassport(tx, id);
      const document = await findDocument(tx, 'passports.document', passport.id, sha256);
      if (document === undefined) throw documentUnknown();
      return { passport, document };
    });
    const item = { passport, sha256 };
    const cid = document.cid ?? (await this.#release(caller, item, document));
    return runSingle(this.#database, caller, this.#once, { key, item }, async (tx) => [
      done(await this.#record(tx, caller, item, cid)),
    ]);
  }

  async #release(
    caller: Caller,
    { passport, sha256 }: Publication,
    document: Document,
  ): Promise<string> {
    const bytes = await this.#files.read(document);
    await this.#infected.check(caller, passport.code, sha256, bytes);
    return this.#files.publish(bytes);
  }

  async #record(
    tx: Tx,
    caller: Caller,
    { passport, sha256 }: Publication,
    cid: string,
  ): Promise<DocumentReceipt> {
    const now = this.#clock.now();
    const data = { sha256, cid };
    const { position, leafHash, recordedAt } = await appendToPassport(
      tx,
      caller,
      now,
      passport.id,
      { kind: 'passport.document_published', data },
    );
    if (!(await makePublic(tx, passport.id, { sha256, cid, position }))) {
      throw new LunaError('DOCUMENT_PUBLIC', 'Everybody can read this document already.');
    }
    await recordAct(tx, caller, now, {
      act: 'document.published',
      subject: { type: 'passport', id: passport.code },
      details: { sha256 },
    });
    return { code: passport.code, sha256, cid, position, leafHash, recordedAt };
  }
}
