import { Inject, Injectable } from '@nestjs/common';
import { readFile, type ContentStore } from '@luna/content';
import { Database, logTiles } from '@luna/database';
import { buildEvidence, EVIDENCE_LIMITS, type Evidence } from '@luna/evidence';
import { fromHex, parsePayload } from '@luna/record';
import { LunaError, type Config } from '@luna/runtime';
import { inclusionProof } from '@luna/tlog';
import { CONFIG, CONTENT_STORE } from '../../../parts.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { passportRef, readPassport } from '../../passports/passports.public.ts';
import { newestAnchor, type Anchor } from '../data/read-anchors.ts';
import { readHistory, type HistoryEntry } from '../data/read-history.ts';
import { TileCache } from '../tile-cache.ts';

type Proven = {
  code: string;
  history: readonly HistoryEntry[];
  anchored: number;
  anchor: Anchor;
  inclusion: { index: number; size: number; proof: readonly Uint8Array[] };
};

/** The file that proves a device's history to someone who trusts none of our servers. */
@Injectable()
export class EvidenceOfPassport {
  readonly #database: Database;
  readonly #content: ContentStore;
  readonly #chainId: number;
  readonly #tiles: TileCache;

  constructor(
    database: Database,
    @Inject(CONTENT_STORE) content: ContentStore,
    @Inject(CONFIG) config: Config,
    tiles: TileCache,
  ) {
    this.#database = database;
    this.#content = content;
    this.#chainId = config.CHAIN_ID;
    this.#tiles = tiles;
  }

  /**
   * Evidence of the newest finalised anchor; entries recorded since go along as pending. Without a
   * caller public payloads alone are disclosed. Throws PASSPORT_UNKNOWN, NOT_ANCHORED_YET.
   */
  async of(caller: Caller | undefined, id: string): Promise<Evidence> {
    const { code, history, anchored, anchor, inclusion } = await this.#prove(caller, id);
    return buildEvidence({
      code,
      entries: history.slice(0, anchored),
      pending: history.slice(anchored),
      inclusion,
      checkpoint: anchor.note,
      manifest: await this.#content.get(anchor.manifestCid),
      anchor: { chainId: this.#chainId, ...anchor },
      documents: await this.#documents(history.slice(0, anchored)),
    });
  }

  async #prove(caller: Caller | undefined, id: string): Promise<Proven> {
    const ref = passportRef(id);
    return this.#database.tx(caller ?? {}, async (tx) => {
      const passport = await readPassport(tx, ref);
      if (passport === undefined) {
        throw new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code or id.');
      }
      const history = await readHistory(tx, passport.stream);
      const first = history[0]?.leafIndex;
      const anchor =
        first === null || first === undefined
          ? undefined
          : await newestAnchor(tx, this.#chainId, first);
      if (anchor === undefined) throw notAnchored();
      const anchored = history.filter(
        ({ leafIndex }) => leafIndex !== null && leafIndex < anchor.size,
      ).length;
      const index = history[anchored - 1]?.leafIndex ?? 0;
      const proof = await inclusionProof(this.#tiles.over(logTiles(tx)), index, anchor.size);
      const inclusion = { index, size: anchor.size, proof };
      return { code: passport.code, history, anchored, anchor, inclusion };
    });
  }

  /** Bytes of the documents that disclosed events name and that we have; the others stay out. */
  async #documents(entries: readonly HistoryEntry[]) {
    const cids = new Map<string, string>();
    const named = new Map<string, { mediaType: string; length: number }>();
    for (const { kind, disclosed } of entries) {
      if (disclosed === undefined) continue;
      if (kind === 'passport.document_attached') {
        const { sha256, mediaType, length, cid } = parsePayload(kind, disclosed.payload).data;
        named.set(sha256, { mediaType, length });
        if (cid !== undefined) cids.set(sha256, cid);
      } else if (kind === 'passport.document_published') {
        const { sha256, cid } = parsePayload(kind, disclosed.payload).data;
        cids.set(sha256, cid);
      }
    }
    const documents: { sha256: Uint8Array; mediaType: string; bytes: Uint8Array }[] = [];
    for (const [sha256, { mediaType, length }] of named) {
      const cid = cids.get(sha256);
      if (cid === undefined || length > EVIDENCE_LIMITS.document) continue;
      if (!(await this.#content.has(cid))) continue;
      const bytes = await readFile((name) => this.#content.get(name), cid, length);
      documents.push({ sha256: fromHex(sha256), mediaType, bytes });
    }
    return documents;
  }
}

function notAnchored(): LunaError {
  return new LunaError(
    'NOT_ANCHORED_YET',
    'This history is recorded, but no finalised anchor covers it yet. Ask again in a minute.',
    { retryable: true },
  );
}
