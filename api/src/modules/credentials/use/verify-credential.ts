import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import {
  CredentialError,
  passportDocumentBytes,
  readStatusEntry,
  verifyIssued,
  type JsonObject,
  type StatusPlace,
} from '@luna/passport';
import { toHex } from '@luna/record';
import { LunaError, type Clock } from '@luna/runtime';
import { sha256 } from '@luna/tlog';
import { z } from 'zod';
import { CLOCK, PUBLIC_DATABASE } from '../../../parts.ts';
import { publicationOfDocument } from '../data/publications.ts';
import { publishingEvent, type NamedBy } from '../data/read-ledger.ts';
import { readStatusList } from '../data/status-lists.ts';
import type { VerificationView } from '../http/views.ts';
import { Addresses } from '../rules/addresses.ts';
import { failed, notChecked, passed, verdictOf, type Check } from '../rules/verdict.ts';
import { Issuers } from './issuers.ts';

const aboutIssuer = z.object({ issuer: z.union([z.string(), z.object({ id: z.string() })]) });
const passportShape = z.object({ type: z.array(z.unknown()) });

type Issuer = { check: Check; organizationId?: string; didDocument?: JsonObject };

/**
 * Verifies credentials against what is served here: DID documents, status lists, the ledger. Nothing
 * is fetched, so credentials of issuers elsewhere are not checked.
 */
@Injectable()
export class VerifyCredential {
  readonly #public: Database;
  readonly #issuers: Issuers;
  readonly #clock: Clock;
  readonly #addresses: Addresses;

  constructor(
    @Inject(PUBLIC_DATABASE) publicDatabase: Database,
    issuers: Issuers,
    @Inject(CLOCK) clock: Clock,
    addresses: Addresses,
  ) {
    this.#public = publicDatabase;
    this.#issuers = issuers;
    this.#clock = clock;
    this.#addresses = addresses;
  }

  /** Throws CredentialError DOCUMENT_TOO_LARGE; every other fault of the document is an answer. */
  async verify(credential: JsonObject): Promise<VerificationView> {
    const named = await this.#namedBy(credential);
    const issuer = await this.#issuerOf(credential);
    const signature = this.#signature(credential, issuer, named);
    const checks = {
      issuer: issuer.check,
      signature,
      status: await this.#status(credential, issuer, signature),
      ledger: ledgerCheck(credential, named),
    };
    return {
      verdict: verdictOf(checks),
      checks,
      publication:
        named === undefined
          ? null
          : { ...named, recordedAt: new Date(named.recordedAt).toISOString() },
    };
  }

  /** The event that publishes exactly these bytes. */
  async #namedBy(credential: JsonObject): Promise<NamedBy | undefined> {
    const digest = digestOf(credential);
    if (digest === undefined) return undefined;
    return this.#public.tx({}, async (tx) => {
      const found = await publicationOfDocument(tx, digest);
      return found && publishingEvent(tx, found.passportId, found.position + 2, digest);
    });
  }

  async #issuerOf(credential: JsonObject): Promise<Issuer> {
    const { issuer } = aboutIssuer.safeParse(credential).data ?? {};
    const did = typeof issuer === 'string' ? issuer : issuer?.id;
    const organizationId = did === undefined ? undefined : this.#addresses.organizationOf(did);
    if (organizationId === undefined) {
      const message = 'Its issuer is none of ours, and documents of others are not fetched.';
      return { check: notChecked('ISSUER_FOREIGN', message) };
    }
    try {
      const didDocument = await this.#issuers.didDocument(organizationId);
      return { check: passed('The issuer is known here.'), organizationId, didDocument };
    } catch (error) {
      if (!(error instanceof LunaError) || error.code !== 'ISSUER_UNKNOWN') throw error;
      return { check: failed(error.code, error.message) };
    }
  }

  #signature(credential: JsonObject, issuer: Issuer, named: NamedBy | undefined): Check {
    const { didDocument } = issuer;
    if (didDocument === undefined) {
      return notChecked('ISSUER_FOREIGN', 'Without the issuer’s keys nothing can be said.');
    }
    const result = verifyIssued(credential, didDocument, {
      now: this.#clock.now(),
      ...(named && { knownAt: named.recordedAt }),
    });
    if (result.verified) return passed('The issuer signed this very document.');
    return failed(result.reason, result.message);
  }

  async #status(
    credential: JsonObject,
    { organizationId }: Issuer,
    signature: Check,
  ): Promise<Check> {
    const place = signature.result === 'pass' ? statusPlace(credential) : undefined;
    const list =
      place && organizationId
        ? this.#addresses.statusListOf(organizationId, place.statusListCredential)
        : undefined;
    const found =
      list && organizationId
        ? await this.#public.tx({}, (tx) => readStatusList(tx, organizationId, list))
        : undefined;
    if (place === undefined || found === undefined) {
      const message = 'It was not signed as it stands, or names no status list of its issuer.';
      return notChecked('STATUS_UNKNOWN', message);
    }
    return found.revoked.includes(place.index)
      ? failed('REVOKED', 'Its issuer has revoked it.')
      : passed('Its issuer has not revoked it.');
  }
}

function ledgerCheck(credential: JsonObject, named: NamedBy | undefined): Check {
  if (named !== undefined) {
    return passed(`Position ${named.position} of ${named.code} publishes exactly these bytes.`);
  }
  const { type = [] } = passportShape.safeParse(credential).data ?? {};
  return type.includes('DigitalProductPassport')
    ? failed('NOT_PUBLISHED', 'No history in the ledger publishes these bytes.')
    : notChecked('NOT_A_PASSPORT', 'Only passport documents are named in the ledger.');
}

/** SHA-256 of a signed document's bytes; undefined for what is not signed. */
function digestOf(credential: JsonObject): string | undefined {
  try {
    return toHex(sha256(passportDocumentBytes(credential)));
  } catch (error) {
    if (error instanceof CredentialError && error.code !== 'DOCUMENT_TOO_LARGE') return undefined;
    throw error;
  }
}

function statusPlace(credential: JsonObject): StatusPlace | undefined {
  try {
    return readStatusEntry(credential);
  } catch (error) {
    if (error instanceof CredentialError) return undefined;
    throw error;
  }
}
