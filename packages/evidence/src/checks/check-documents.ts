import { toHex, type RecordedEvent } from '@luna/record';
import { sha256 } from '@luna/tlog';
import { fromBase64 } from '../file/base64.ts';
import type { Evidence } from '../file/evidence-schema.ts';
import { finding, type Check } from './check.ts';
import type { RefusedPlaces } from './check-history.ts';
import type { ReadEntry } from './read-entries.ts';

type Named = { mediaType: string; length: number };

/**
 * `documents`: the bytes of each document in the file have the SHA-256, length and media type that
 * a disclosed `passport.document_attached` names.
 */
export function checkDocuments(
  documents: Evidence['documents'],
  entries: readonly ReadEntry[],
  events: readonly (RecordedEvent | null)[],
  refused: RefusedPlaces,
): Check {
  const named = namedDocuments(events);
  // What a refused event named is unknown, so a document it may have named is not called unnamed.
  const mayBeNamed = entries.some(
    ({ place, entry }) => refused.has(place) && entry?.kind === 'passport.document_attached',
  );
  const present = new Set<string>();
  for (const { sha256: name, mediaType, bytes: text } of documents) {
    const bytes = fromBase64(text);
    const inputs = { sha256: name, mediaType, length: bytes.length };
    const expected = named.get(name);
    if (toHex(sha256(bytes)) !== name) {
      const reason = 'The bytes of a document are not those whose SHA-256 is given.';
      return finding('documents', 'DOCUMENT_MISMATCH', reason, inputs);
    }
    if (expected === undefined && !mayBeNamed) {
      const reason = 'The file holds a document that no disclosed event names.';
      return finding('documents', 'DOCUMENT_NOT_NAMED', reason, inputs);
    }
    if (expected && (expected.length !== bytes.length || expected.mediaType !== mediaType)) {
      const reason = 'A document is not of the length and type that was recorded.';
      return finding('documents', 'DOCUMENT_MISMATCH', reason, inputs);
    }
    present.add(name);
  }
  return judge([...named.keys()].filter((name) => present.has(name)).length, named.size);
}

function judge(present: number, named: number): Check {
  const inputs = { present, named };
  if (named === 0) {
    return finding('documents', 'DOCUMENTS_NONE', 'No disclosed event names a document.', inputs);
  }
  if (present < named) {
    const reason = `${present} of ${named} documents in the file, as recorded.`;
    return finding('documents', 'DOCUMENTS_PARTLY_PRESENT', reason, inputs);
  }
  const reason =
    named === 1 ? 'The document is as recorded.' : `All ${named} documents are as recorded.`;
  return finding('documents', 'DOCUMENTS_MATCH', reason, inputs);
}

function namedDocuments(events: readonly (RecordedEvent | null)[]): ReadonlyMap<string, Named> {
  const named = new Map<string, Named>();
  for (const event of events) {
    if (event?.kind !== 'passport.document_attached' || event.payload === null) continue;
    const { sha256: name, mediaType, length } = event.payload.data;
    named.set(name, { mediaType, length });
  }
  return named;
}
