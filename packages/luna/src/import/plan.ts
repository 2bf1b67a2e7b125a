import type { NewEvent, NewPassport } from '@luna/api-client';

/** A passport to be, and where in the file it was read; `columns` names each field's column. */
export type PlannedPassport = {
  line: number;
  passport: NewPassport;
  columns: Readonly<Record<string, string>>;
};

/** An event of a planned passport, the one at `device` of the list. */
export type PlannedEvent = { device: number; event: NewEvent };

/** A row, or a part of one, that cannot be imported; lines count from 1, the header included. */
export type Problem = { file: string; line: number; column: string; reason: string };

/** What a file or folder holds. Events stand in the order in which they occurred. */
export type Plan = {
  file: string;
  passports: PlannedPassport[];
  events: PlannedEvent[];
  problems: Problem[];
};
