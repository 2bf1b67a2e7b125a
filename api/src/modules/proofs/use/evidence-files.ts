import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '@luna/runtime';
import { CONFIG } from '../../../parts.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { PassportRepresentations } from '../../scan/scan.public.ts';
import { EVIDENCE_TYPE } from '../http/evidence-type.ts';
import { EvidenceOfPassport } from './evidence-of-passport.ts';

/** Evidence as a file, and at `/p/:code` of every device that a finalised anchor covers. */
@Injectable()
export class EvidenceFiles implements OnModuleInit {
  readonly #evidence: EvidenceOfPassport;
  readonly #representations: PassportRepresentations;
  readonly #config: Config;

  constructor(
    evidence: EvidenceOfPassport,
    representations: PassportRepresentations,
    @Inject(CONFIG) config: Config,
  ) {
    this.#evidence = evidence;
    this.#representations = representations;
    this.#config = config;
  }

  onModuleInit(): void {
    this.#representations.add({
      mediaType: EVIDENCE_TYPE,
      rel: 'gs1:verificationService',
      title: 'Evidence of the history',
      find: ({ code, version: { position, sealed, anchored, leaf } }) => {
        if (anchored === 0) return Promise.resolve(undefined);
        const href = new URL(`/api/v1/passports/${code}/evidence/file`, this.#config.PUBLIC_URL);
        return Promise.resolve({
          href: href.href,
          // Weak: a later anchor proves the same in other bytes.
          etag: `W/"evidence-${position}.${sealed}.${anchored}-${leaf.slice(0, 16)}"`,
          read: () => this.of(undefined, code),
        });
      },
    });
  }

  /** The bytes of the file. Throws what `EvidenceOfPassport.of` throws. */
  async of(caller: Caller | undefined, id: string): Promise<Buffer> {
    return Buffer.from(JSON.stringify(await this.#evidence.of(caller, id)));
  }
}
