import { Inject, Injectable } from '@nestjs/common';
import type { ContentStore } from '@luna/content';
import { Database, type Tx } from '@luna/database';
import { toHex } from '@luna/record';
import { LunaError, type Clock } from '@luna/runtime';
import { sha256 } from '@luna/tlog';
import { z } from 'zod';
import { readCursor } from '../../../http/cursor.ts';
import type { Page } from '../../../http/envelope.ts';
import { pageOf } from '../../../http/page-of.ts';
import { CLOCK, CONTENT_STORE, PUBLIC_DATABASE } from '../../../parts.ts';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import { passportRef, readPassport } from '../../passports/passports.public.ts';
import {
  countPublications,
  findPublication,
  listPublications,
  lockPublication,
  revokePublication,
  type Publication,
  type Version,
} from '../data/publications.ts';
import type { PublicationView } from '../http/views.ts';

/** The passport documents that were published: everybody's to read, each one for ever. */
@Injectable()
export class PassportDocuments {
  readonly #database: Database;
  readonly #public: Database;
  readonly #content: ContentStore;
  readonly #clock: Clock;

  constructor(
    database: Database,
    @Inject(PUBLIC_DATABASE) publicDatabase: Database,
    @Inject(CONTENT_STORE) content: ContentStore,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.#database = database;
    this.#public = publicDatabase;
    this.#content = content;
    this.#clock = clock;
  }

  /** Newest first. Throws PASSPORT_UNKNOWN. */
  async list(
    id: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<PublicationView>> {
    const ref = passportRef(id);
    const { after: before, page } = readCursor(cursor, z.int().min(1));
    return this.#public.tx({}, async (tx) => {
      const passport = await existing(tx, ref);
      const found = await listPublications(tx, passport.id, { before, limit: limit + 1 });
      const total = await countPublications(tx, passport.id);
      return pageOf(found, ({ position }) => position, { total, page, limit });
    });
  }

  /** A version of a passport's document. Throws PASSPORT_UNKNOWN, PUBLICATION_UNKNOWN. */
  async find(id: string, version: Version): Promise<Publication> {
    const ref = passportRef(id);
    const found = await this.#public.tx({}, async (tx) =>
      findPublication(tx, (await existing(tx, ref)).id, version),
    );
    if (found === undefined) throw publicationUnknown();
    return found;
  }

  /** The bytes as they were signed. Throws CONTENT_UNAVAILABLE, CONTENT_CORRUPT. */
  async read(publication: Pick<Publication, 'cid' | 'sha256'>): Promise<Uint8Array> {
    const { cid } = publication;
    // Asked first: a Kubo node would otherwise look for it in the whole network.
    if (!(await this.#content.has(cid))) {
      throw new LunaError(
        'CONTENT_UNAVAILABLE',
        'The content store does not have this document at the moment. Try again later.',
        { retryable: true, details: { cid } },
      );
    }
    const bytes = await this.#content.get(cid);
    if (toHex(sha256(bytes)) === publication.sha256) return bytes;
    throw new LunaError(
      'CONTENT_CORRUPT',
      'The content store has another document under this CID.',
    );
  }

  /**
   * Revokes what the caller's organisation published, for ever. Only who vouches for a document can
   * revoke it, also when the device has passed on. Throws PASSPORT_UNKNOWN, PUBLICATION_UNKNOWN.
   */
  async revoke(
    caller: Caller,
    id: string,
    position: number,
    reason: string,
  ): Promise<PublicationView> {
    const ref = passportRef(id);
    return this.#database.tx(caller, async (tx) => {
      const passport = await existing(tx, ref);
      const publication = await lockPublication(tx, passport.id, position);
      if (publication === undefined) throw publicationUnknown();
      if (publication.revokedAt !== null) return publication;
      const now = this.#clock.now();
      const revokedAt = new Date(now).toISOString();
      await revokePublication(tx, publication, revokedAt);
      await recordAct(tx, caller, now, {
        act: 'passport_document.revoked',
        subject: { type: 'passport', id: passport.code },
        details: { position, reason },
      });
      return { ...publication, revokedAt };
    });
  }
}

async function existing(tx: Tx, ref: string): Promise<{ id: string; code: string }> {
  const passport = await readPassport(tx, ref);
  if (passport !== undefined) return passport;
  throw new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code or id.');
}

function publicationUnknown(): LunaError {
  const message = 'No such version of this passport’s document was published.';
  return new LunaError('PUBLICATION_UNKNOWN', message);
}
