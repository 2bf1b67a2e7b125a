/** The GS1 Web Vocabulary, `gs1:` in short (GS1-Conformant Resolver Standard 1.2, section 2.14). */
export const GS1_VOCABULARY = 'https://ref.gs1.org/voc/';

/**
 * The full name of a link type: `gs1:dpp` and the older `https://gs1.org/voc/dpp` become
 * `https://ref.gs1.org/voc/dpp`; relations registered with IANA (`next`) and other URIs stay.
 */
export function linkTypeUri(linkType: string): string {
  return linkType.replace(/^(?:gs1:|https?:\/\/(?:www\.)?gs1\.org\/voc\/)/, GS1_VOCABULARY);
}
