import { linkTypeUri } from './link-types.ts';
import { LINKSET_MEDIA_TYPE } from './linkset.ts';

export type HeaderLink = {
  href: string;
  rel: string;
  type?: string;
  hreflang?: readonly string[];
  title?: string;
};

/** Sent with every linkset: what turns it into JSON-LD (Resolver Standard 1.2, section 2.10). */
export const LINKSET_CONTEXT_LINK: HeaderLink = {
  href: 'https://ref.gs1.org/standards/resolver/linkset-context',
  rel: 'http://www.w3.org/ns/json-ld#context',
  type: 'application/ld+json',
};

/** Sent with every redirect: where the linkset of `anchor` is. */
export function linksetLink(anchor: string): HeaderLink {
  return { href: `${anchor}?linkType=linkset`, rel: 'linkset', type: LINKSET_MEDIA_TYPE };
}

/**
 * The value of a `Link` header (RFC 8288 section 3). Targets are absolute URLs, written as `URL`
 * does, so that nothing in them can end the header; a title beyond printable ASCII is written as
 * `title*` (RFC 8187).
 */
export function linkHeader(links: readonly HeaderLink[]): string {
  return links.map(linkValue).join(', ');
}

function linkValue({ href, rel, type, hreflang = [], title }: HeaderLink): string {
  return [
    `<${new URL(href).href}>`,
    `rel=${quoted(linkTypeUri(rel))}`,
    ...(title === undefined ? [] : [titleParameter(title)]),
    ...hreflang.map((language) => `hreflang=${quoted(language)}`),
    ...(type === undefined ? [] : [`type=${quoted(type)}`]),
  ].join('; ');
}

function titleParameter(title: string): string {
  if (/^[ -~]*$/.test(title)) return `title=${quoted(title)}`;
  const octets = encodeURIComponent(title.toWellFormed());
  return `title*=UTF-8''${octets.replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

function quoted(text: string): string {
  return `"${text.replace(/[^ -~]/g, '').replace(/["\\]/g, '\\$&')}"`;
}
