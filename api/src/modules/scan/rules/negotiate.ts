type Range = { type: string; subtype: string; quality: number };

const RANGE = /^\s*([\w!#$&^.+*-]+)\/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)$/;
const QUALITY = /;\s*q=([01](?:\.\d{0,3})?)\s*(?:;|$)/i;

/**
 * The offered media types that an `Accept` header takes, the one it likes best first; all of them
 * without a header. Of two it likes alike the one it names comes before one that a wildcard takes,
 * then the order of the offer decides (RFC 9110, section 12.5.1). Parameters other than `q` say
 * nothing here, and what is no media range is passed over.
 */
export function negotiate(accept: string | undefined, offered: readonly string[]): string[] {
  if (accept === undefined || accept.trim() === '') return [...offered];
  const ranges = accept.split(',').flatMap(readRange);
  return offered
    .map((mediaType) => ({ mediaType, ...preference(mediaType, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || b.specificity - a.specificity)
    .map(({ mediaType }) => mediaType);
}

function readRange(text: string): Range[] {
  const [, type, subtype, parameters = ''] = RANGE.exec(text.toLowerCase()) ?? [];
  if (type === undefined || subtype === undefined) return [];
  return [{ type, subtype, quality: Number(QUALITY.exec(parameters)?.[1] ?? 1) }];
}

/** What the most specific range that takes a media type says of it. */
function preference(mediaType: string, ranges: readonly Range[]) {
  const [type, subtype] = mediaType.split('/');
  return ranges
    .map(({ quality, ...range }) => {
      if (range.type === type && range.subtype === subtype) return { specificity: 3, quality };
      if (range.type === type && range.subtype === '*') return { specificity: 2, quality };
      const any = range.type === '*' && range.subtype === '*';
      return any ? { specificity: 1, quality } : NOT_TAKEN;
    })
    .reduce((best, next) => (next.specificity > best.specificity ? next : best), NOT_TAKEN);
}

const NOT_TAKEN = { specificity: 0, quality: 0 };
