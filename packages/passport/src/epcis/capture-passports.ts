import type { Status } from '@luna/record';
import { mentionDrafts, objectDrafts, parentDrafts } from './capture-drafts.ts';
import type { CaptureEvent, Subject } from './capture-event.ts';
import { Refusal, type CaptureResult, type Draft, type Refused } from './capture-result.ts';

/** An event that was read: where it stands, what it says, the id that follows from it. */
export type ReadEvent = { pointer: string; event: CaptureEvent; eventId: string };

/**
 * By what an event is known again. A declaration that an event was wrong has the hash of that event.
 * `isExport`: whether it says to be an entry of a ledger like ours.
 */
export type EventPrint = { eventId: string; isError: boolean; isExport: boolean };

/** A passport that an event is about, where its device stands now, and what its history has already. */
export type KnownPassport = {
  code: string;
  status: Status;
  has?: (event: EventPrint) => boolean;
};

/** What the events before did to each passport: where its device stands, what was captured. */
export type Progress = { statuses: Map<string, Status>; captured: Set<string> };

export function printOf({ event, eventId }: ReadEvent): EventPrint {
  const isExport = Object.hasOwn(event.raw, 'luna:leaf');
  return { eventId, isError: event.wrong !== undefined, isExport };
}

/** Everything with an identity of its own that an event is about. */
export function subjectsOf({ objects, parent, others }: CaptureEvent): Subject[] {
  return [...objects, ...(parent ? [parent] : []), ...others];
}

/**
 * What one event adds to each passport it is about, once per passport. `passportOf`: the passport of a
 * subject; `progress`: what earlier events did, and this one adds to.
 */
export function capturePassports(
  read: ReadEvent,
  passportOf: (subject: Subject) => KnownPassport | undefined,
  progress: Progress,
): CaptureResult[] {
  const { pointer, event } = read;
  const results: CaptureResult[] = [];
  const done = new Set<string>();
  const subjects = subjectsOf(event);
  for (const subject of subjects) {
    const passport = passportOf(subject);
    // A part or a whole may well be somebody else's.
    if (passport === undefined && event.objects.includes(subject)) {
      results.push(unknown(pointer + subject.path));
    }
    if (passport === undefined || done.has(passport.code)) continue;
    done.add(passport.code);
    results.push(captureOne(read, subject, passport, progress));
  }
  if (results.length > 0) return results;
  return [subjects.length > 0 ? unknown(pointer) : missing(pointer)];
}

function captureOne(
  read: ReadEvent,
  subject: Subject,
  { code, status, has }: KnownPassport,
  { statuses, captured }: Progress,
): CaptureResult {
  const { pointer, event, eventId } = read;
  const place = { pointer: pointer + subject.path, passport: code };
  const print = printOf(read);
  const once = JSON.stringify([code, eventId, print.isError]);
  if (captured.has(once) || has?.(print)) return { outcome: 'repeated', ...place, eventId };
  try {
    const drafts = draftsOf(event, subject, eventId, statuses.get(code) ?? status);
    for (const draft of drafts) {
      if (draft.kind === 'passport.status_changed') statuses.set(code, draft.data.to);
    }
    captured.add(once);
    const { occurredAt, givenId } = event;
    return { outcome: 'captured', ...place, occurredAt, eventId, givenId, drafts };
  } catch (error) {
    return { ...refusedBy(error, pointer), passport: code };
  }
}

function draftsOf(
  event: CaptureEvent,
  subject: Subject,
  eventId: string,
  status: Status,
): readonly Draft[] {
  const { wrong, comment, givenId = eventId } = event;
  if (wrong !== undefined) {
    const reason = comment ?? (wrong || 'declared wrong in EPCIS');
    return [{ kind: 'passport.corrected', eventId: givenId, reason }];
  }
  if (event.objects.includes(subject)) return objectDrafts(event, status);
  return subject === event.parent ? parentDrafts(event) : mentionDrafts(event);
}

/** A refusal as answer; any other error goes on. */
export function refusedBy(error: unknown, pointer: string): Refused {
  if (!(error instanceof Refusal)) throw error;
  const { code, path, message } = error;
  return { outcome: 'refused', pointer: pointer + path, code, message };
}

function unknown(pointer: string): Refused {
  const message = 'this is no passport of yours: name it by its /p/ URL or its GS1 Digital Link';
  return { outcome: 'refused', pointer, code: 'PASSPORT_UNKNOWN', message };
}

function missing(pointer: string): Refused {
  const message = 'the event names no single thing, only classes or none';
  return { outcome: 'refused', pointer, code: 'OBJECT_MISSING', message };
}
