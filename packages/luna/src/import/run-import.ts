import { importEvents } from './import-events.ts';
import type { Importer } from './importer.ts';
import type { ImportReport } from './import-report.ts';
import type { Plan } from './plan.ts';
import { sendPassports, type SendOptions, type SentPassport } from './send-passports.ts';

/**
 * Imports a plan. What is there already is left alone, so a second run adds nothing. Rows with
 * problems are left out, or, all or nothing, refuse the whole; a dry run only judges.
 */
export async function runImport(
  importer: Importer,
  plan: Plan,
  options: SendOptions,
): Promise<ImportReport> {
  const passports = await passportsOf(importer, plan, options);
  const problems = [
    ...plan.problems,
    ...passports.flatMap((sent) => ('problems' in sent ? sent.problems : [])),
  ];
  const refusedWhole = options.allOrNothing && problems.length > 0;
  const count = (fresh: boolean) =>
    passports.filter((sent) => 'fresh' in sent && sent.fresh === fresh).length;
  const report: ImportReport = {
    passports: { written: count(true), present: count(false) },
    events: { written: 0, present: 0, leftOut: 0 },
    problems,
    refusedWhole,
    newest: new Map(),
  };
  if (refusedWhole) {
    report.passports.written = 0;
    return report;
  }
  const events = await importEvents(importer, plan, passports, options);
  report.events = events.counts;
  report.problems.push(...events.problems);
  const created = passports.flatMap((sent) =>
    'code' in sent ? [[sent.code, sent.position] as const] : [],
  );
  if (!options.dryRun) report.newest = new Map([...created, ...events.newest]);
  return report;
}

/** All or nothing judges everything first; only a file without a problem is then written. */
async function passportsOf(
  importer: Importer,
  { file, passports, problems }: Plan,
  { dryRun, allOrNothing }: SendOptions,
): Promise<SentPassport[]> {
  if (!dryRun && !allOrNothing) {
    return sendPassports(importer, file, passports, { dryRun, allOrNothing });
  }
  const judge = { dryRun: true, allOrNothing: false };
  const judged = await sendPassports(importer, file, passports, judge);
  const clean = problems.length === 0 && judged.every((sent) => 'fresh' in sent);
  if (dryRun || !clean) return judged;
  // Those that are there already would refuse the others.
  const isFresh = (at: number) => {
    const sent = judged[at];
    return sent !== undefined && 'fresh' in sent && sent.fresh;
  };
  const fresh = passports.filter((_, at) => isFresh(at));
  const written = (await sendPassports(importer, file, fresh, { dryRun, allOrNothing })).values();
  return judged.map((sent, at) => (isFresh(at) ? (written.next().value ?? sent) : sent));
}
