import type { Tx } from '@luna/database';
import { parseCapture, type Captured, type EpcisEvents } from '@luna/passport';
import { LunaError } from '@luna/runtime';
import { describeError } from '../../../http/describe-error.ts';
import type { Caller } from '../../auth/auth.public.ts';
import { appendToPassport, type NewEvent } from '../../passports/passports.public.ts';
import { becameOf, insertCaptured } from '../data/captured-events.ts';
import type { CaptureError } from '../data/capture-jobs.ts';
import { findPassports, type CapturePassport } from './find-passports.ts';

export type Report = { captured: number; repeated: number; errors: CaptureError[] };

/**
 * Writes what EPCIS events say into the caller's passports, in their order. What an event says of one
 * passport is written whole or, when it is refused, not at all; the rest is written.
 */
export async function writeEvents(
  tx: Tx,
  caller: Caller,
  now: number,
  publicOrigin: string,
  events: EpcisEvents,
): Promise<Report> {
  let passports = new Map<string, CapturePassport>();
  const results = await parseCapture(events, {
    publicOrigin,
    // GS1's own examples have ids of an older draft.
    onForeignHash: 'accept',
    find: async (keys, prints) => {
      passports = await findPassports(tx, { publicOrigin, keys, prints });
      return passports;
    },
  });
  const report: Report = { captured: 0, repeated: 0, errors: [] };
  for (const result of results) {
    if (result.outcome === 'repeated') report.repeated += 1;
    else if (result.outcome === 'refused') report.errors.push(errorOf(refusal(result), result));
    else {
      await tx.execute('SAVEPOINT event');
      try {
        await writeEvent(tx, caller, now, passports.get(result.passport), result);
        report.captured += 1;
      } catch (error) {
        const described = errorOf(error, result);
        if (described.status >= 500) throw error;
        await tx.execute('ROLLBACK TO SAVEPOINT event');
        report.errors.push(described);
      }
      await tx.execute('RELEASE SAVEPOINT event');
    }
  }
  return report;
}

async function writeEvent(
  tx: Tx,
  caller: Caller,
  now: number,
  passport: CapturePassport | undefined,
  captured: Captured,
): Promise<void> {
  if (passport === undefined) throw new Error('captured for a passport nobody found');
  const { code, id } = passport;
  const { occurredAt, eventId } = captured;
  const isError = captured.drafts.some(({ kind }) => kind === 'passport.corrected');
  const positions: number[] = [];
  for (const event of await eventsOf(tx, passport, captured)) {
    const receipt = await appendToPassport(tx, caller, now, code, { ...event, occurredAt });
    positions.push(receipt.position);
  }
  const [first] = positions;
  const last = positions.at(-1);
  if (first === undefined || last === undefined) {
    const message =
      'The event that this one declares wrong is not in the history of this passport.';
    throw new LunaError('REFERENCE_UNKNOWN', message);
  }
  await insertCaptured(tx, id, { id: eventId, isError }, { first, last });
}

/** Our events for the drafts; a correction is one for each event that the wrong one became. */
async function eventsOf(
  tx: Tx,
  passport: CapturePassport,
  { drafts, eventId }: Captured,
): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  for (const draft of drafts) {
    if (draft.kind !== 'passport.corrected') {
      events.push(draft);
      continue;
    }
    const { reason } = draft;
    const exported = passport.exported.get(draft.eventId) ?? passport.exported.get(eventId);
    const wrong = exported ? [exported] : await becameOf(tx, passport, eventId);
    for (const corrects of wrong) {
      events.push({ kind: 'passport.corrected', data: { corrects, reason } });
    }
  }
  return events;
}

function refusal({ code, message }: { code: string; message: string }): LunaError {
  return new LunaError(code, message);
}

/** As RFC 9457 and the EPCIS REST binding have it, with our code and where in the document. */
function errorOf(
  error: unknown,
  { pointer, passport = null }: { pointer: string; passport?: string | null | undefined },
): CaptureError {
  const { statusCode: status, code, message: detail } = describeError(error);
  const type = 'epcisException:ValidationException';
  return { type, title: 'Not captured', status, detail, code, pointer, passport };
}
