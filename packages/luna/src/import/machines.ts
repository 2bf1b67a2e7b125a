import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NewEvent, NewPassport } from '@luna/api-client';
import type { Plan, PlannedEvent, PlannedPassport, Problem } from './plan.ts';
import { readTable, type Table, type TableRow } from './read-table.ts';

/** The first parts of the codes to be made. */
export type CodeOptions = {
  company: string;
  productType: NewPassport['productType'];
  origin: string;
};

type When = { occurredAt: string; access: ['public'] };
/** What is wrong with a cell. */
type Fault = { column: string; reason: string };

const MACHINES = 'PdM_machines.csv';
const MANUFACTURER = 'Microsoft Azure PdM';
const HISTORY = 'Azure predictive-maintenance data set of 2014 and 2015';
/** The year by which the data set counts the ages of its machines. */
const AGES_AS_OF = 2015;

/**
 * The event files, in the order in which things of one hour happen: an error announces a failure,
 * a failure a replacement. `event` says what a row means, `column` where its part or code stands.
 */
const EVENT_FILES: readonly {
  file: string;
  column: string;
  event: (value: string, when: When) => NewEvent;
}[] = [
  {
    file: 'PdM_errors.csv',
    column: 'errorID',
    event: (topic, when) => ({
      kind: 'passport.noted',
      data: { severity: 'error', text: `Error ${topic}; the machine kept running`, topic },
      ...when,
    }),
  },
  {
    file: 'PdM_failures.csv',
    column: 'failure',
    event: (topic, when) => ({
      kind: 'passport.noted',
      data: { severity: 'failure', text: `Failure of ${topic}`, topic },
      ...when,
    }),
  },
  {
    file: 'PdM_maint.csv',
    column: 'comp',
    event: (part, when) => ({ kind: 'passport.part_replaced', data: { part }, ...when }),
  },
];

/** Whether a folder is the data set this reader knows. */
export function holdsMachines(folder: string): boolean {
  return existsSync(join(folder, MACHINES));
}

/**
 * Reads the predictive-maintenance data set: one passport per machine (made in January of 2015 minus
 * its age, taken over in service) and its errors, failures and replacements by time.
 * @throws LunaError as {@link readTable} does
 */
export function readMachines(folder: string, options: CodeOptions): Plan {
  const problems: Problem[] = [];
  const passports = rowsOf(readTable(join(folder, MACHINES)), problems, (row) =>
    machine(row, options),
  );
  const devices = new Map(
    passports.map(({ passport }, index) => [passport.serialNumber, index] as const),
  );
  const events = EVENT_FILES.flatMap(({ file, column, event }) =>
    rowsOf(readTable(join(folder, file)), problems, (row) => eventOf(row, column, event, devices)),
  );
  // Stable: what happened in the same hour keeps the order of the files.
  events.sort((a, b) => (a.event.occurredAt ?? '').localeCompare(b.event.occurredAt ?? ''));
  return { file: folder, passports, events, problems };
}

/** What each row means; rows that mean nothing become problems. */
function rowsOf<T extends object>(
  table: Table,
  problems: Problem[],
  read: (row: TableRow) => T | Fault,
): T[] {
  problems.push(...table.problems);
  return table.rows.flatMap((row) => {
    const result = read(row);
    if (!('reason' in result)) return [result];
    problems.push({ file: table.file, line: row.line, ...result });
    return [];
  });
}

function machine({ line, cells }: TableRow, options: CodeOptions): PlannedPassport | Fault {
  const age = cells.get('age') ?? '';
  if (!/^\d{1,2}$/.test(age)) return { column: 'age', reason: 'expected an age in years' };
  const passport: NewPassport = {
    ...options,
    manufacturer: MANUFACTURER,
    model: cells.get('model') ?? '',
    serialNumber: cells.get('machineID') ?? '',
    manufacturedAt: `${AGES_AS_OF - Number(age)}-01`,
    takenOver: { status: 'IN_SERVICE', previousHistory: HISTORY },
  };
  return { line, passport, columns: { serialNumber: 'machineID', manufacturedAt: 'age' } };
}

function eventOf(
  { cells }: TableRow,
  column: string,
  event: (value: string, when: When) => NewEvent,
  devices: ReadonlyMap<string, number>,
): PlannedEvent | Fault {
  const device = devices.get(cells.get('machineID') ?? '');
  if (device === undefined) return { column: 'machineID', reason: 'no such machine' };
  const occurredAt = utc(cells.get('datetime') ?? '');
  if (occurredAt === undefined) {
    return { column: 'datetime', reason: 'expected YYYY-MM-DD HH:MM:SS' };
  }
  const value = cells.get(column) ?? '';
  if (value === '') return { column, reason: 'is empty' };
  return { device, event: event(value, { occurredAt, access: ['public'] }) };
}

/** The data set names no zone; its times are taken as UTC. Undefined for no such time. */
function utc(text: string): string | undefined {
  const iso = `${text.replace(' ', 'T')}.000Z`;
  const time = Date.parse(iso);
  return !Number.isNaN(time) && new Date(time).toISOString() === iso ? iso : undefined;
}
