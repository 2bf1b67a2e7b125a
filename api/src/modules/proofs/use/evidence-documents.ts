import { Inject, Injectable } from '@nestjs/common';
import { readFile, type ContentStore } from '@luna/content';
import { EVIDENCE_LIMITS } from '@luna/evidence';
import { fromHex, parsePayload, toHex } from '@luna/record';
import { sha256 } from '@luna/tlog';
import { CONTENT_STORE } from '../../../parts.ts';
import { DocumentFiles, type StoredFile } from '../../documents/documents.public.ts';
import type { HistoryEntry } from '../data/read-history.ts';

/** Bytes of all documents in one file: the largest alone fits, and it is made in memory. */
const MOST_BYTES = EVIDENCE_LIMITS.document;

type Named = { sha256: string; mediaType: string; length: number; cid: string | undefined };
type EvidenceDocument = { sha256: Uint8Array; mediaType: string; bytes: Uint8Array };

/** The documents that go along with evidence. */
@Injectable()
export class EvidenceDocuments {
  readonly #content: ContentStore;
  readonly #files: DocumentFiles;

  constructor(@Inject(CONTENT_STORE) content: ContentStore, files: DocumentFiles) {
    this.#content = content;
    this.#files = files;
  }

  /**
   * Bytes of the documents that disclosed events name, in their order; those stay out that do not fit,
   * that we do not have, or that are not what was said. `visible` are those that were attached here and
   * that the reader may see: an event alone opens no restricted file, for anybody may write a digest.
   */
  async of(
    entries: readonly HistoryEntry[],
    visible: readonly StoredFile[],
  ): Promise<EvidenceDocument[]> {
    const stored = new Map(visible.map((file) => [file.sha256, file]));
    const documents: EvidenceDocument[] = [];
    let left: number = MOST_BYTES;
    for (const document of namedDocuments(entries)) {
      if (document.length > left || documents.length === EVIDENCE_LIMITS.documents) continue;
      const bytes = await this.#read(document, stored.get(document.sha256));
      if (bytes === undefined || toHex(sha256(bytes)) !== document.sha256) continue;
      const { mediaType } = document;
      documents.push({ sha256: fromHex(document.sha256), mediaType, bytes });
      left -= bytes.length;
    }
    return documents;
  }

  /** Whatever is wrong with it, or with the CID that an event names: the rest is as true without it. */
  async #read(
    { cid, length }: Named,
    stored: StoredFile | undefined,
  ): Promise<Uint8Array | undefined> {
    try {
      if (stored !== undefined) return await this.#files.read(stored);
      if (cid === undefined || !(await this.#content.has(cid))) return undefined;
      return await readFile((block) => this.#content.get(block), cid, length);
    } catch {
      return undefined;
    }
  }
}

function namedDocuments(entries: readonly HistoryEntry[]): Iterable<Named> {
  const named = new Map<string, Named>();
  for (const { kind, disclosed } of entries) {
    if (disclosed === undefined) continue;
    if (kind === 'passport.document_attached') {
      const { data } = parsePayload(kind, disclosed.payload);
      const { sha256, mediaType, length, cid } = data;
      named.set(sha256, { sha256, mediaType, length, cid });
    } else if (kind === 'passport.document_published') {
      const { sha256, cid } = parsePayload(kind, disclosed.payload).data;
      const attached = named.get(sha256);
      if (attached !== undefined) named.set(sha256, { ...attached, cid });
    }
  }
  return named.values();
}
