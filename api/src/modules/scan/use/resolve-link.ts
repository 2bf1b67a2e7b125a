import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import {
  DigitalLinkError,
  linkHeader,
  linkset,
  LINKSET_CONTEXT_LINK,
  LINKSET_MEDIA_TYPE,
  linkTypeUri,
  parseDigitalLink,
  resolverDescription,
  type DigitalLink,
  type Linkset,
  type TypedLink,
} from '@luna/passport';
import { LunaError } from '@luna/runtime';
import { PUBLIC_DATABASE } from '../../../parts.ts';
import { codesOfKey } from '../data/read-devices.ts';
import { linkContexts, type DeviceLinks } from '../rules/device-links.ts';
import { isLinksetType, requestedLinkType } from '../rules/link-type.ts';
import { negotiate } from '../rules/negotiate.ts';
import { ScanPages } from './scan-pages.ts';

/** Where a Digital Link leads, or what may be chosen from. `link` is the value of the `Link` header. */
export type Resolution =
  | { status: 307; location: string; link: string }
  | { status: 200 | 300; linkset: Linkset; link: string };

const DEFAULT_LINK = linkTypeUri('gs1:defaultLink');

/** The GS1-Conformant Resolver (standard 1.2) for links of devices: (01)(21) and (8004). */
@Injectable()
export class ResolveLink {
  readonly #database: Database;
  readonly #pages: ScanPages;

  constructor(@Inject(PUBLIC_DATABASE) database: Database, pages: ScanPages) {
    this.#database = database;
    this.#pages = pages;
  }

  /** `/.well-known/gs1resolver` */
  description() {
    return resolverDescription(this.#pages.root, 'Luna Passport');
  }

  /**
   * Resolves a path with its query exactly as it was sent, because a decoded one means another link.
   * Throws DIGITAL_LINK_… for bad syntax, LINK_NAMES_TYPE, LINK_UNKNOWN, LINK_TYPE_UNKNOWN.
   */
  async resolve(target: string, accept: string | undefined): Promise<Resolution> {
    const { link, query } = readTarget(target, this.#pages.root);
    const codes = await this.#database.tx({}, (tx) => codesOfKey(tx, deviceKey(link)));
    const pages = await Promise.all(codes.map((code) => this.#pages.of(code)));
    const [first, ...others] = pages;
    if (first === undefined) {
      throw new LunaError('LINK_UNKNOWN', 'No device with this Digital Link has a passport here.');
    }
    const all = pages.map(({ links }) => links);
    const linkType = requestedLinkType(link.other);
    const choose = (status: 200 | 300): Resolution => ({
      status,
      linkset: linkset(linkContexts(all)),
      link: linkHeader([LINKSET_CONTEXT_LINK]),
    });
    // What a redirect leads to may be any of the others; the linkset is served here.
    const answers = ['text/html', 'application/json', ...first.mediaTypes, LINKSET_MEDIA_TYPE];
    if (isLinksetType(linkType) || negotiate(accept, answers)[0] === LINKSET_MEDIA_TYPE) {
      return choose(200);
    }
    const targets = all.flatMap((links) => linksOfType(links, linkType));
    const [only, ...more] = targets;
    if (only === undefined) {
      const message =
        'This device has no link of this type. Ask with linkType=linkset for those it has.';
      throw new LunaError('LINK_TYPE_UNKNOWN', message);
    }
    if (more.length > 0 || others.length > 0) return choose(300);
    return { status: 307, location: withQuery(only.href, query), link: first.linkHeader };
  }
}

/** Drops one slash at the end, as the standard advises, and reads the rest as a link of ours. */
function readTarget(target: string, root: string): { link: DigitalLink; query: string } {
  const [, path = '', query = ''] = /^([^?]*?)\/?(?:\?(.*))?$/s.exec(target) ?? [];
  const link = parseDigitalLink(root + path + (query && `?${query}`));
  if (link.stem === root) return { link, query };
  const message = `a link resolved here begins with ${root} and its key`;
  throw new DigitalLinkError('DIGITAL_LINK_STEM', message, 0);
}

/**
 * What names one device. A GTIN with or without batch and variant names a type, of which nothing is
 * known here but its devices, and those are not listed for whoever asks.
 */
function deviceKey({ primary, qualifiers }: DigitalLink) {
  if (primary.ai === '8004') return { giai: primary.value };
  const serial = qualifiers.find(({ ai }) => ai === '21');
  if (serial !== undefined) return { gtin: primary.value, serialNumber: serial.value };
  const message = 'This link names a type of product, not a device. Add its serial number: /21/….';
  throw new LunaError('LINK_NAMES_TYPE', message);
}

function linksOfType({ device }: DeviceLinks, linkType: string | undefined): TypedLink[] {
  const wanted = linkTypeUri(linkType ?? DEFAULT_LINK);
  if (wanted === DEFAULT_LINK) return [device.defaultLink];
  return [device.defaultLink, ...device.links].filter(({ rel }) => linkTypeUri(rel) === wanted);
}

function withQuery(href: string, query: string): string {
  if (query === '') return href;
  return `${href}${href.includes('?') ? '&' : '?'}${query}`;
}
