import { Injectable } from '@nestjs/common';
import { linkHeader, linkset, LINKSET_CONTEXT_LINK, LINKSET_MEDIA_TYPE } from '@luna/passport';
import { LunaError } from '@luna/runtime';
import { codeOf } from '../rules/code-of.ts';
import { linkContexts } from '../rules/device-links.ts';
import { isLinksetType, requestedLinkType } from '../rules/link-type.ts';
import { negotiate } from '../rules/negotiate.ts';
import { PassportRepresentations } from './passport-representations.ts';
import { ScanPages, type ScanPage } from './scan-pages.ts';

/** A device in one form, ready to be sent. */
export type ReadyPage = {
  passportId: string;
  contentType: string;
  etag: string;
  /** Value of the `Link` header. */
  link: string;
  body: Buffer;
};

const JSON_TYPE = 'application/json';

/** A device for those who hold its code or scanned its mark, in the form they ask for. */
@Injectable()
export class PassportPage {
  readonly #pages: ScanPages;
  readonly #representations: PassportRepresentations;

  constructor(pages: ScanPages, representations: PassportRepresentations) {
    this.#pages = pages;
    this.#representations = representations;
  }

  /** The public view in its envelope. Throws CODE_SYNTAX, CODE_CHECK, …, PASSPORT_UNKNOWN. */
  async scan(text: string): Promise<ReadyPage> {
    const page = await this.#pages.of(codeOf(text, this.#pages.root));
    return { ...asJson(page), body: page.enveloped };
  }

  /**
   * The form that `Accept` likes best of those there are. Throws NOT_ACCEPTABLE, naming them, and
   * what {@link scan} throws.
   */
  async represent(
    code: string,
    accept: string | undefined,
    query: URLSearchParams,
  ): Promise<ReadyPage> {
    const page = await this.#pages.of(codeOf(code, this.#pages.root));
    const offered = [JSON_TYPE, ...page.mediaTypes, LINKSET_MEDIA_TYPE];
    const wanted = isLinksetType(requestedLinkType(query))
      ? [LINKSET_MEDIA_TYPE]
      : negotiate(accept, offered);
    for (const mediaType of wanted) {
      const ready = await this.#as(mediaType, page, query);
      if (ready !== undefined) return ready;
    }
    const message = 'This device cannot be described in any of the media types you accept.';
    throw new LunaError('NOT_ACCEPTABLE', message, { details: { available: offered.join(', ') } });
  }

  async #as(
    mediaType: string,
    page: ScanPage,
    query: URLSearchParams,
  ): Promise<ReadyPage | undefined> {
    if (mediaType === JSON_TYPE) return asJson(page);
    if (mediaType === LINKSET_MEDIA_TYPE) return asLinkset(page);
    const found = await this.#representations.of(mediaType)?.find(page.device, query);
    if (found === undefined) return undefined;
    const body = Buffer.from(await found.read());
    return { ...asJson(page), contentType: mediaType, etag: found.etag, body };
  }
}

function asJson({ device, etag, linkHeader: link, bare }: ScanPage): ReadyPage {
  const contentType = 'application/json; charset=utf-8';
  return { passportId: device.id, contentType, etag, link, body: bare };
}

function asLinkset(page: ScanPage): ReadyPage {
  return {
    ...asJson(page),
    contentType: LINKSET_MEDIA_TYPE,
    etag: page.etag.replace(/"$/, '-linkset"'),
    link: linkHeader([LINKSET_CONTEXT_LINK]),
    body: Buffer.from(JSON.stringify(linkset(linkContexts([page.links])))),
  };
}
