import type { Problem } from './plan.ts';
import type { ImportReport } from './import-report.ts';
import type { Anchored } from './wait-until-anchored.ts';

export type PrintedReport = ImportReport & { dryRun: boolean; anchored: Anchored | null };

/** Problems that are listed; the rest is counted. JSON lists all. */
const LISTED = 50;

/** Prints what became of an import: the result on standard output, problems on standard error. */
export function printReport(report: PrintedReport, json: boolean): void {
  if (json) {
    const { passports, events, problems, refusedWhole, dryRun, anchored } = report;
    const rest = { passports, events, problems, refusedWhole, dryRun, anchored };
    process.stdout.write(`${JSON.stringify(rest, null, 2)}\n`);
    return;
  }
  for (const problem of report.problems.slice(0, LISTED)) {
    process.stderr.write(`${problemLine(problem)}\n`);
  }
  if (report.problems.length > LISTED) {
    process.stderr.write(`… and ${report.problems.length - LISTED} more; --json lists all\n`);
  }
  for (const line of lines(report)) process.stdout.write(`${line}\n`);
}

/** `file.csv, line 3, column origin: reason`, without what is not known. */
export function problemLine({ file, line, column, reason }: Problem): string {
  const place = [file, line > 0 ? `line ${line}` : '', column === '' ? '' : `column ${column}`];
  return `${place.filter((part) => part !== '').join(', ')}: ${reason}`;
}

function lines({ passports, events, problems, refusedWhole, dryRun, anchored }: PrintedReport) {
  if (refusedWhole) return [`Nothing was imported: ${count(problems.length, 'problem')}.`];
  const verb = dryRun ? 'Would import' : 'Imported';
  const text = [
    `${verb} ${count(passports.written, 'passport')} and ${count(events.written, 'event')}; ` +
      `${count(passports.present, 'passport')} and ${count(events.present, 'event')} were there already.`,
  ];
  if (problems.length > 0) text.push(`Left out: ${count(problems.length, 'problem')}, see above.`);
  if (events.leftOut > 0) text.push(`${count(events.leftOut, 'event')} of those devices left out.`);
  if (anchored !== null) {
    text.push(
      `Anchored at ${anchored.time}: ${anchored.size} entries, block ${anchored.block} of chain ${anchored.chainId}.`,
      `Anchor transaction ${anchored.tx}`,
    );
  }
  return text;
}

function count(number: number, thing: string): string {
  return `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
}
