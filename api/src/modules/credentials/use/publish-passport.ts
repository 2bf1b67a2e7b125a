import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ContentStore } from '@luna/content';
import { Database, type Tx } from '@luna/database';
import {
  credentialStatusEntry,
  foldPassport,
  PASSPORT_DOCUMENT,
  passportDocumentBytes,
  productPassport,
  STATUS_LIST_ENTRIES,
} from '@luna/passport';
import { toHex } from '@luna/record';
import { LunaError, type Clock } from '@luna/runtime';
import { sha256 } from '@luna/tlog';
import { CLOCK, CONTENT_STORE, REQUEST_SECRET } from '../../../parts.ts';
import { type Caller, recordAct } from '../../auth/auth.public.ts';
import { done, refused, runSingle } from '../../idempotency/idempotency.public.ts';
import {
  appendToPassport,
  passportRef,
  passportsByRef,
  readRecorded,
} from '../../passports/passports.public.ts';
import { lockKeys, signingKey, type SealedKey } from '../data/issuer-keys.ts';
import { issuerName } from '../data/issuer-name.ts';
import { insertPublication, type Publication } from '../data/publications.ts';
import { freePlace } from '../data/status-lists.ts';
import { publicationReceipt, type PublicationReceipt } from '../http/views.ts';
import { Addresses } from '../rules/addresses.ts';
import { publicSide } from '../rules/public-side.ts';
import { Issuers } from './issuers.ts';
import { KeySafe } from './key-safe.ts';

/** A document in the content store that no event names yet. */
type Draft = Omit<Publication, 'publishedAt' | 'revokedAt'> & { code: string; key: SealedKey };

/** How often a document is made anew because its passport went on meanwhile. */
const ATTEMPTS = 5;
/** Indexes tried in a status list; it is left for the next one when all are taken. */
const CANDIDATES = 16;
/** Leaves a transaction in which nothing is to be done before there is a draft. */
const NO_DRAFT = new Error('no draft yet');

/** Publishes passport documents: signed, in the content store, named in the ledger. */
@Injectable()
export class PublishPassport {
  readonly #database: Database;
  readonly #content: ContentStore;
  readonly #issuers: Issuers;
  readonly #safe: KeySafe;
  readonly #clock: Clock;
  readonly #addresses: Addresses;
  readonly #once;

  constructor(
    database: Database,
    @Inject(CONTENT_STORE) content: ContentStore,
    issuers: Issuers,
    safe: KeySafe,
    @Inject(CLOCK) clock: Clock,
    addresses: Addresses,
    @Inject(REQUEST_SECRET) secret: string,
  ) {
    this.#database = database;
    this.#content = content;
    this.#issuers = issuers;
    this.#safe = safe;
    this.#clock = clock;
    this.#addresses = addresses;
    this.#once = {
      route: 'credentials.publish',
      secret,
      parts: (ref: string) => [ref],
      result: publicationReceipt,
    };
  }

  /**
   * Publishes what the passport says at its present position. The idempotency key is asked first, then
   * the document is made and stored outside of any transaction, then written; when the passport went on
   * or the key changed in between, it is made anew. A crash before the end leaves a document nobody
   * names. Throws PASSPORT_UNKNOWN, POSITION_CONFLICT or PUBLICATION_OUTRUN after several attempts,
   * DOCUMENT_TOO_LARGE, CONTENT_UNAVAILABLE.
   */
  async publish(caller: Caller, key: string | undefined, id: string): Promise<PublicationReceipt> {
    const item = passportRef(id);
    let draft: Draft | undefined;
    for (let left = ATTEMPTS; ; left -= 1) {
      try {
        return await runSingle(this.#database, caller, this.#once, { key, item }, async (tx) =>
          draft === undefined ? [refused(NO_DRAFT)] : [done(await this.#write(tx, caller, draft))],
        );
      } catch (error) {
        if (error !== NO_DRAFT && !(left > 0 && isOutrun(error))) throw error;
        draft = await this.#draft(caller, item);
      }
    }
  }

  async #draft(caller: Caller, ref: string): Promise<Draft> {
    const { organizationId } = caller;
    const { passport, history, name, status } = await this.#database.tx(caller, async (tx) => {
      const passport = (await passportsByRef(tx, [ref])).get(ref);
      if (passport === undefined) {
        throw new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code or id.');
      }
      return {
        passport,
        history: await readRecorded(tx, 'ledger.visible_event', passport.stream),
        name: await issuerName(tx, organizationId),
        status: await freePlace(tx, randomIndexes()),
      };
    });
    const key = await this.#issuers.signingKey(caller);
    const { code } = passport;
    const state = foldPassport(history);
    const validFrom = new Date(this.#clock.now()).toISOString();
    const document = productPassport({
      ...publicSide(state, history),
      issuer: { did: this.#addresses.did(organizationId), name },
      publicOrigin: this.#addresses.origin,
      links: this.#addresses.links(code),
      validFrom,
      credentialStatus: credentialStatusEntry({
        statusListCredential: this.#addresses.statusList(organizationId, status.list),
        index: status.index,
      }),
    });
    const signed = await this.#safe.sign(organizationId, key, document, validFrom);
    const bytes = passportDocumentBytes(signed);
    // One block, whose CID holds the SHA-256; the same CID as of the file.
    const cid = await this.#content.put(bytes, 'raw');
    await this.#content.pin([cid]);
    const { position } = state;
    const stored = { sha256: toHex(sha256(bytes)), cid, length: bytes.length };
    return { passportId: passport.id, code, position, organizationId, ...stored, status, key };
  }

  async #write(tx: Tx, caller: Caller, draft: Draft): Promise<PublicationReceipt> {
    const { code, key, ...publication } = draft;
    const { passportId, position, cid, length } = publication;
    await lockKeys(tx, caller.organizationId, 'shared');
    const signing = await signingKey(tx);
    if (signing === undefined || Buffer.compare(signing.publicKey, key.publicKey) !== 0) {
      throw new LunaError('PUBLICATION_OUTRUN', 'The signing key was replaced. Try again.', {
        retryable: true,
      });
    }
    const now = this.#clock.now();
    // To publish is to attach and to publish: who may do the one needs no leave for its halves.
    const permissions = new Set(['passports:attach:org', 'passports:publish:org'] as const);
    const writer = { ...caller, permissions };
    await appendToPassport(tx, writer, now, passportId, {
      kind: 'passport.document_attached',
      data: { ...PASSPORT_DOCUMENT, sha256: publication.sha256, length },
      expectedPosition: position + 1,
    });
    const receipt = await appendToPassport(tx, writer, now, passportId, {
      kind: 'passport.document_published',
      data: { sha256: publication.sha256, cid },
      expectedPosition: position + 2,
    });
    const publishedAt = receipt.recordedAt;
    await insertPublication(tx, { ...publication, publishedAt });
    await recordAct(tx, caller, now, {
      act: 'passport_document.published',
      subject: { type: 'passport', id: code },
      details: { position, sha256: publication.sha256 },
    });
    return { code, position, sha256: publication.sha256, cid, length, publishedAt };
  }
}

function isOutrun(error: unknown): boolean {
  return (
    error instanceof LunaError &&
    (error.code === 'POSITION_CONFLICT' || error.code === 'PUBLICATION_OUTRUN')
  );
}

function randomIndexes(): [number, ...number[]] {
  const random = () => randomInt(STATUS_LIST_ENTRIES);
  return [random(), ...Array.from({ length: CANDIDATES - 1 }, random)];
}
