import { contentKey, createOrdinals } from './content-key.ts';
import type { Importer } from './importer.ts';
import type { Plan, PlannedEvent, Problem } from './plan.ts';
import { recordedEvents } from './recorded-events.ts';
import type { ImportReport } from './import-report.ts';
import { sendEvents } from './send-events.ts';
import type { SentPassport } from './send-passports.ts';

export type ImportedEvents = {
  counts: ImportReport['events'];
  problems: Problem[];
  newest: ImportReport['newest'];
};

/** Appends the events of a plan that its passports do not have yet. */
export async function importEvents(
  importer: Importer,
  { file, events }: Plan,
  passports: readonly SentPassport[],
  { dryRun }: { dryRun: boolean },
): Promise<ImportedEvents> {
  const { present, newest } = await findPresent(importer, events, passports);
  const ordinal = createOrdinals();
  const missing = events.flatMap((planned) => {
    const passport = passports[planned.device];
    if (passport === undefined || !('code' in passport)) return [];
    const { code } = passport;
    const { event } = planned;
    // Counted over all of the file: the second of two like events keeps its key when the first is
    // there already.
    const key = contentKey(code, event, ordinal(JSON.stringify([code, event])));
    return present.has(planned) ? [] : [{ code, event, key }];
  });
  const counts = {
    written: missing.length,
    present: present.size,
    leftOut: events.length - missing.length - present.size,
  };
  if (dryRun || missing.length === 0) return { counts, problems: [], newest };
  const sent = await sendEvents(importer, missing);
  const problems = sent.refused.map(({ index, message }) => {
    const { code, event } = missing[index] ?? {};
    const reason = `${event?.kind ?? ''} of ${code ?? ''} at ${event?.occurredAt ?? ''}: ${message}`;
    return { file, line: 0, column: '', reason };
  });
  return {
    counts: { ...counts, written: sent.written },
    problems,
    newest: new Map([...newest, ...sent.newest]),
  };
}

/** The events that the passports had before this run, and their newest positions. */
async function findPresent(
  importer: Importer,
  events: readonly PlannedEvent[],
  passports: readonly SentPassport[],
): Promise<{ present: ReadonlySet<PlannedEvent>; newest: ReadonlyMap<string, number> }> {
  const present = new Set<PlannedEvent>();
  const newest = new Map<string, number>();
  const old = passports.flatMap((sent, device) =>
    'code' in sent && !sent.fresh ? [{ code: sent.code, device }] : [],
  );
  const byDevice = Map.groupBy(events, ({ device }) => device);
  for (const [at, { code, device }] of old.entries()) {
    const planned = byDevice.get(device) ?? [];
    if (planned.length === 0) continue;
    const contents = planned.map(({ event }) => event);
    const found = await recordedEvents(importer, code, contents);
    newest.set(code, found.newest);
    for (const [index, event] of planned.entries()) if (found.recorded[index]) present.add(event);
    importer.onProgress('histories read', at + 1, old.length);
  }
  return { present, newest };
}
