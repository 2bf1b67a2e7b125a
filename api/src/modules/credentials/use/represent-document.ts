import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PASSPORT_DOCUMENT } from '@luna/passport';
import { LunaError } from '@luna/runtime';
import { validationError } from '../../../http/validation-error.ts';
import {
  PassportRepresentations,
  type FoundRepresentation,
  type ScannedDevice,
} from '../../scan/scan.public.ts';
import { documentQuery } from '../http/requests.ts';
import { Addresses } from '../rules/addresses.ts';
import { PassportDocuments } from './passport-documents.ts';

/** Offers the passport document at `/p/:code`, whose `?position=` is the id inside the document. */
@Injectable()
export class RepresentDocument implements OnModuleInit {
  readonly #representations: PassportRepresentations;
  readonly #documents: PassportDocuments;
  readonly #addresses: Addresses;

  constructor(
    representations: PassportRepresentations,
    documents: PassportDocuments,
    addresses: Addresses,
  ) {
    this.#representations = representations;
    this.#documents = documents;
    this.#addresses = addresses;
  }

  onModuleInit(): void {
    this.#representations.add({
      mediaType: PASSPORT_DOCUMENT.mediaType,
      rel: 'gs1:dpp',
      title: 'Digital product passport, signed',
      find: (device, query) => this.#find(device, query),
    });
  }

  async #find(
    { code }: ScannedDevice,
    query: URLSearchParams,
  ): Promise<FoundRepresentation | undefined> {
    const asked = ['position', 'at'].flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [[name, value]];
    });
    const version = documentQuery.safeParse(Object.fromEntries(asked));
    if (!version.success) throw validationError(version.error.issues);
    try {
      const found = await this.#documents.find(code, version.data);
      return {
        href: this.#addresses.document(code, found.position),
        etag: `"${found.sha256}"`,
        read: () => this.#documents.read(found),
      };
    } catch (error) {
      if (error instanceof LunaError && error.code === 'PUBLICATION_UNKNOWN') return undefined;
      throw error;
    }
  }
}
