import type { Problem } from './plan.ts';

/** What an import has done, or in a dry run would do. */
export type ImportReport = {
  passports: { written: number; present: number };
  /** `leftOut`: events of devices that could not be imported. */
  events: { written: number; present: number; leftOut: number };
  problems: Problem[];
  /** Whether the file was refused as a whole, so that nothing was written. */
  refusedWhole: boolean;
  /** The newest event of what the file holds: what to wait for. */
  last: { code: string; position: number } | undefined;
};
