import { Inject, Injectable } from '@nestjs/common';
import { readFile, type ContentStore } from '@luna/content';
import { CONTENT_STORE } from '../../../parts.ts';
import { BLOB_STORE, type BlobStore } from '../data/blob-store.ts';

/** What says where a document's bytes are; `length` in bytes. */
export type StoredFile = { sha256: string; cid: string | null; length: number };

/** The bytes of documents: public ones on IPFS, the others nowhere but in the blob store. */
@Injectable()
export class DocumentFiles {
  readonly #content: ContentStore;
  readonly #blobs: BlobStore;

  constructor(@Inject(CONTENT_STORE) content: ContentStore, @Inject(BLOB_STORE) blobs: BlobStore) {
    this.#content = content;
    this.#blobs = blobs;
  }

  /** Keeps bytes for those who may see them. */
  keep(sha256: string, bytes: Uint8Array): Promise<void> {
    return this.#blobs.put(sha256, bytes);
  }

  /** Gives bytes to everybody, for ever, under the CID that is returned. */
  async publish(bytes: Uint8Array): Promise<string> {
    const cid = await this.#content.addFile(bytes);
    await this.#content.pin([cid]);
    return cid;
  }

  /** Throws CONTENT_UNAVAILABLE, CONTENT_NOT_FOUND, CONTENT_CORRUPT. */
  read({ sha256, cid, length }: StoredFile): Promise<Uint8Array> {
    if (cid === null) return this.#blobs.get(sha256);
    return readFile((block) => this.#content.get(block), cid, length);
  }
}
