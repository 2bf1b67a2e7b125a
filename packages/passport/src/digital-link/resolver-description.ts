import { LINKSET_CONTEXT_LINK } from './link-header.ts';
import { GS1_VOCABULARY } from './link-types.ts';

/**
 * The resolver description file, served at `/.well-known/gs1resolver` (GS1-Conformant Resolver
 * Standard 1.2, section 3). `root` is the stem of the Digital Links that are resolved: those of GTINs,
 * with serial numbers, and of GIAIs.
 */
export function resolverDescription(root: string, name: string) {
  return {
    resolverRoot: root.replace(/\/$/, ''),
    supportedPrimaryKeys: ['01', '8004'],
    name,
    supportedLinkType: [{ namespace: GS1_VOCABULARY, prefix: 'gs1:' }],
    linkTypeDefaultCanBeLinkset: false,
    jsonLdContextLocation: LINKSET_CONTEXT_LINK.href,
    contact: { fn: name },
  };
}
