import { PassportError, transition } from '@luna/passport';
import type { EventRef, Flag, Status } from '@luna/record';
import type { PassportEvent } from './passport-event.ts';

/** What a passport's row says of its device today. */
export type Head = {
  status: Status;
  flags: readonly Flag[];
  manufacturer: string;
  model: string;
  serialNumber: string;
  /** YYYY-MM */
  manufacturedAt: string | null;
  name: string | null;
  gtin: string | null;
  giai: string | null;
};

/** What an event may refer to; looked up before the rules are asked. */
export type Known = {
  /** Whether this very event stands in the passport's stream. */
  event: (ref: EventRef) => boolean;
  /** Whether a document with this SHA-256 was attached to the passport. */
  document: (sha256: string) => boolean;
};

/**
 * The device after one more event. The same rules by which a reader folds the history
 * (`foldPassport` of `@luna/passport`), asked before the event is written.
 * Throws PassportError: ILLEGAL_STATUS_EDGE, REASON_REQUIRED, STATUS_MISMATCH,
 * AMENDED_VALUE_MISMATCH, FLAG_UNCHANGED, REFERENCE_UNKNOWN, DOCUMENT_UNKNOWN.
 */
export function advance(head: Head, event: PassportEvent, known: Known): Head {
  switch (event.kind) {
    case 'passport.status_changed':
      return changeStatus(head, event.data);
    case 'passport.amended':
      return event.data.changes.reduce(amend, head);
    case 'passport.flagged':
      return flag(head, event.data);
    case 'passport.corrected':
      if (!known.event(event.data.corrects)) {
        throw new PassportError('REFERENCE_UNKNOWN', 'the event it names is not in this history');
      }
      return head;
    case 'passport.document_published':
      if (!known.document(event.data.sha256)) {
        throw new PassportError(
          'DOCUMENT_UNKNOWN',
          'a document is attached before it is published',
        );
      }
      return head;
    default:
      return head;
  }
}

type DataOf<K extends PassportEvent['kind']> = Extract<PassportEvent, { kind: K }>['data'];

function changeStatus(head: Head, data: DataOf<'passport.status_changed'>): Head {
  if (data.from !== head.status) {
    throw new PassportError('STATUS_MISMATCH', `status is ${head.status}, not ${data.from}`);
  }
  transition(data.from, data.to, data.reason);
  return { ...head, status: data.to };
}

function amend(head: Head, change: DataOf<'passport.amended'>['changes'][number]): Head {
  if (head[change.field] !== change.from) {
    throw new PassportError(
      'AMENDED_VALUE_MISMATCH',
      `${change.field} is ${head[change.field] ?? 'not set'}, not ${change.from ?? 'unset'}`,
    );
  }
  return { ...head, [change.field]: change.to };
}

function flag(head: Head, data: DataOf<'passport.flagged'>): Head {
  if (head.flags.includes(data.flag) === data.raised) {
    const present = data.raised ? 'already raised' : 'not raised';
    throw new PassportError('FLAG_UNCHANGED', `${data.flag} is ${present}`);
  }
  const others = head.flags.filter((name) => name !== data.flag);
  return { ...head, flags: data.raised ? [...others, data.flag].sort() : others };
}
