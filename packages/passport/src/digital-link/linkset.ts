import { linkTypeUri } from './link-types.ts';

export const LINKSET_MEDIA_TYPE = 'application/linkset+json';

/** One link, its type as `linkTypeUri` takes it (`gs1:dpp`). */
export type TypedLink = LinkTarget & { rel: string };

export type LinkTarget = {
  href: string;
  title: string;
  /** Media type registered with IANA. */
  type?: string;
  /** Language tags; GS1's schema takes `de` and `de-AT` only. */
  hreflang?: string[];
  /** Mostly countries in which the link applies. */
  context?: string[];
};

/** What one thing (device, product) is linked to. */
export type LinkContext = {
  /** Its Digital Link URI, or the address of its passport. */
  anchor: string;
  itemDescription: string;
  links: readonly TypedLink[];
  /** Where a reader goes who asks for nothing special; one for each thing, or one level above. */
  defaultLink?: TypedLink;
};

export type Linkset = { linkset: Record<string, string | LinkTarget[]>[] };

/**
 * A linkset as JSON (RFC 9264 section 4.2) in the form that the GS1-Conformant Resolver Standard 1.2
 * wants: link types as full URIs, the default link with its title only and once more under its own
 * type. It has no `@context`: the response carries `LINKSET_CONTEXT_LINK` instead.
 */
export function linkset(contexts: readonly LinkContext[]): Linkset {
  return { linkset: contexts.map(contextObject) };
}

function contextObject(context: LinkContext): Linkset['linkset'][number] {
  const { anchor, itemDescription, links, defaultLink } = context;
  const all = defaultLink ? [defaultLink, ...links] : links;
  const byType = Object.groupBy(all, ({ rel }) => linkTypeUri(rel));
  return {
    anchor,
    itemDescription,
    ...(defaultLink && {
      [linkTypeUri('gs1:defaultLink')]: [{ href: defaultLink.href, title: defaultLink.title }],
    }),
    ...Object.fromEntries(
      Object.entries(byType).map(([type, group]) => [type, (group ?? []).map(target)]),
    ),
  };
}

function target({ href, title, type, hreflang, context }: TypedLink): LinkTarget {
  return {
    href,
    title,
    ...(type !== undefined && { type }),
    ...(hreflang !== undefined && { hreflang }),
    ...(context !== undefined && { context }),
  };
}
