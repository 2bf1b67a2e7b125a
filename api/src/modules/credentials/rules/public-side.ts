import type { Component, PassportState } from '@luna/passport';
import type { RecordedEvent } from '@luna/record';

/**
 * What of a device may stand in its public document. Plate, status and flags are public whoever may
 * read the event that set them (`passports.public_passport`); a component counts only if the event that
 * put it in place is public, a document only if a public event gives its CID.
 */
export function publicSide(
  passport: PassportState,
  history: readonly RecordedEvent[],
): { passport: PassportState; components: readonly Component[] } {
  const documents = passport.documents.filter(({ sha256, cid }) =>
    history.some((event) => {
      if (!isPublic(event)) return false;
      return (
        isDocument(event) && event.payload?.data.sha256 === sha256 && event.payload.data.cid === cid
      );
    }),
  );
  const components = passport.components.filter(({ code }) => {
    const installed = history.findLast(
      (event) =>
        event.kind === 'passport.part_replaced' &&
        event.payload?.data.parent === passport.code &&
        event.payload.data.installed === code,
    );
    return installed !== undefined && isPublic(installed);
  });
  return { passport: { ...passport, documents }, components };
}

function isPublic({ payload }: RecordedEvent): boolean {
  return payload?.access.includes('public') === true;
}

type DocumentEvent = RecordedEvent<'passport.document_attached' | 'passport.document_published'>;

function isDocument(event: RecordedEvent): event is DocumentEvent {
  return (
    event.kind === 'passport.document_attached' || event.kind === 'passport.document_published'
  );
}
