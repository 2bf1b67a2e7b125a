import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PassportRepresentations } from '../../scan/scan.public.ts';
import { AAS_TYPE, EPCIS_TYPE } from '../http/media-types.ts';
import { PassportForms } from './passport-forms.ts';

/** Offers what everybody may read of a device in these forms at `/p/:code`. */
@Injectable()
export class OfferForms implements OnModuleInit {
  readonly #representations: PassportRepresentations;
  readonly #forms: PassportForms;

  constructor(representations: PassportRepresentations, forms: PassportForms) {
    this.#representations = representations;
    this.#forms = forms;
  }

  onModuleInit(): void {
    this.#offer('epcis', EPCIS_TYPE, 'gs1:epcis', 'History as EPCIS 2.0', (code) =>
      this.#forms.epcis(undefined, code),
    );
    this.#offer('nameplate', AAS_TYPE, 'gs1:masterData', 'Digital Nameplate', (code) =>
      this.#forms.nameplate(code),
    );
  }

  #offer(
    name: string,
    mediaType: string,
    rel: string,
    title: string,
    read: (code: string) => Promise<Buffer>,
  ): void {
    this.#representations.add({
      mediaType,
      rel,
      title,
      find: ({ code, version }) =>
        Promise.resolve({
          href: `${this.#forms.origin}/api/v1/passports/${code}/${name}`,
          // Weak: made anew each time, and says the same as long as the newest leaf is.
          etag: `W/"${name}-${version.leaf.slice(0, 16)}"`,
          read: () => read(code),
        }),
    });
  }
}
