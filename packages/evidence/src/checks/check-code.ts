import { parseCode, PassportError } from '@luna/passport';
import { streamId, toHex, type RecordedEvent } from '@luna/record';
import { finding, type Check } from './check.ts';
import type { RefusedPlaces } from './check-history.ts';
import type { ReadEntry } from './read-entries.ts';
import { sameBytes } from './same-bytes.ts';

export type CodeQuestion = {
  /** The code that the file says it is about, and the one the reader asked for, if any. */
  code: string;
  asked: string | undefined;
  entries: readonly ReadEntry[];
  events: readonly (RecordedEvent | null)[];
  /** Places refused by `history` or `inclusion`, and by `payloads`. */
  refusedEntries: RefusedPlaces;
  refusedPayloads: RefusedPlaces;
};

/**
 * `code`: the code is well formed, every entry's stream is that of this code, and `passport.created`
 * names the same code and a serial number.
 */
export function checkCode(question: CodeQuestion): Check {
  const { code, asked, entries, refusedEntries } = question;
  const inputs = { code };
  try {
    parseCode(code);
  } catch (error) {
    if (!(error instanceof PassportError)) throw error;
    return finding('code', 'CODE_MALFORMED', `Not a passport code: ${error.message}.`, inputs);
  }
  if (asked !== undefined && asked !== code) {
    const reason = `The file is about ${code}, not about ${asked}.`;
    return finding('code', 'CODE_NOT_ASKED_FOR', reason, { ...inputs, asked });
  }
  const stream = streamId(`passport:${code}`);
  const foreign = entries.find(
    ({ place, entry }) =>
      entry !== null && !refusedEntries.has(place) && !sameBytes(entry.stream, stream),
  );
  if (foreign !== undefined) {
    const reason = `The entry at position ${foreign.place} belongs to another passport.`;
    return finding('code', 'CODE_OTHER_STREAM', reason, { ...inputs, position: foreign.place });
  }
  return checkCreation(question, { ...inputs, stream: toHex(stream) });
}

function checkCreation(
  { code, entries, events, refusedEntries, refusedPayloads }: CodeQuestion,
  inputs: { code: string; stream: string },
): Check {
  const first = entries[0]?.entry ?? null;
  if (first?.position !== 1 || refusedEntries.has(1) || refusedPayloads.has(1)) {
    const reason = 'Everything that no other check has refused belongs to this code.';
    return finding('code', 'CODE_REST_MATCHES', reason, inputs);
  }
  if (first.kind !== 'passport.created') {
    const reason = `The history begins with ${first.kind}, not with passport.created.`;
    return finding('code', 'CODE_NOT_CREATED_FIRST', reason, inputs);
  }
  if (entries[0]?.payload === null) {
    const reason = 'Every entry belongs to this code, but its plate data are not disclosed.';
    return finding('code', 'CODE_CREATED_NOT_DISCLOSED', reason, inputs);
  }
  const event = events[0];
  const created = event?.kind === 'passport.created' ? event.payload?.data : undefined;
  if (created?.code !== code) {
    const reason = 'The passport was created for another code, or its plate data are unreadable.';
    return finding('code', 'CODE_OTHER_DEVICE', reason, inputs);
  }
  const reason = `Every entry belongs to ${code}, created for serial number ${created.serialNumber}.`;
  return finding('code', 'CODE_MATCHES', reason, { ...inputs, serialNumber: created.serialNumber });
}
