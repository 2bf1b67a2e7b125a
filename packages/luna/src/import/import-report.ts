import type { Problem } from './plan.ts';

/** What an import has done, or in a dry run would do. */
export type ImportReport = {
  passports: { written: number; present: number };
  /** `leftOut`: events of devices that could not be imported. */
  events: { written: number; present: number; leftOut: number };
  problems: Problem[];
  /** Whether the file was refused as a whole, so that nothing was written. */
  refusedWhole: boolean;
  /** Newest position by passport code of what is recorded: what to wait for. */
  newest: ReadonlyMap<string, number>;
};
