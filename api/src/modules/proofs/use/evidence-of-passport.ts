import { Inject, Injectable } from '@nestjs/common';
import type { ContentStore } from '@luna/content';
import { logTiles } from '@luna/database';
import { buildEvidence, EVIDENCE_LIMITS, type Evidence } from '@luna/evidence';
import { LunaError, type Config } from '@luna/runtime';
import { inclusionProof } from '@luna/tlog';
import { CONFIG, CONTENT_STORE } from '../../../parts.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { documentsFor, listDocuments, type StoredFile } from '../../documents/documents.public.ts';
import { passportRef, readPassport, Readers } from '../../passports/passports.public.ts';
import { newestAnchor, type Anchor } from '../data/read-anchors.ts';
import { readHistory, type HistoryEntry } from '../data/read-history.ts';
import { TileCache } from '../tile-cache.ts';
import { EvidenceDocuments } from './evidence-documents.ts';

type Proven = {
  code: string;
  history: readonly HistoryEntry[];
  anchored: number;
  anchor: Anchor;
  inclusion: { index: number; size: number; proof: readonly Uint8Array[] };
  documents: readonly StoredFile[];
};

/** The file that proves a device's history to someone who trusts none of our servers. */
@Injectable()
export class EvidenceOfPassport {
  readonly #readers: Readers;
  readonly #content: ContentStore;
  readonly #chainId: number;
  readonly #tiles: TileCache;
  readonly #documents: EvidenceDocuments;

  constructor(
    readers: Readers,
    @Inject(CONTENT_STORE) content: ContentStore,
    @Inject(CONFIG) config: Config,
    tiles: TileCache,
    documents: EvidenceDocuments,
  ) {
    this.#readers = readers;
    this.#content = content;
    this.#chainId = config.CHAIN_ID;
    this.#tiles = tiles;
    this.#documents = documents;
  }

  /**
   * Evidence of the newest finalised anchor; entries recorded since go along as pending. Without a
   * caller public payloads alone are disclosed. Throws PASSPORT_UNKNOWN, NOT_ANCHORED_YET.
   */
  async of(caller: Caller | undefined, id: string): Promise<Evidence> {
    const proven = await this.#prove(caller, id);
    const { code, history, anchored, anchor, inclusion } = proven;
    return buildEvidence({
      code,
      entries: history.slice(0, anchored),
      pending: history.slice(anchored),
      inclusion,
      checkpoint: anchor.note,
      manifest: await this.#content.get(anchor.manifestCid),
      anchor: { chainId: this.#chainId, ...anchor },
      documents: await this.#documents.of(history.slice(0, anchored), proven.documents),
    });
  }

  async #prove(caller: Caller | undefined, id: string): Promise<Proven> {
    const ref = passportRef(id);
    return this.#readers.tx(caller, async (tx, source) => {
      const passport = await readPassport(tx, ref);
      if (passport === undefined) {
        throw new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code or id.');
      }
      const history = await readHistory(tx, source, passport.stream);
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
      const documents = await listDocuments(tx, documentsFor(caller), passport.id, {
        after: 0,
        limit: EVIDENCE_LIMITS.documents,
      });
      return { code: passport.code, history, anchored, anchor, inclusion, documents };
    });
  }
}

function notAnchored(): LunaError {
  return new LunaError(
    'NOT_ANCHORED_YET',
    'This history is recorded, but no finalised anchor covers it yet. Ask again in a minute.',
    { retryable: true },
  );
}
