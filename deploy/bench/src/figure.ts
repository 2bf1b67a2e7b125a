import type { Row } from './report/row.ts';
import type { LargeLog } from './stand/large-log.ts';
import type { Stands } from './stand/stands.ts';

/** What a figure gets to work with. */
export type Bench = {
  /** Fewer and shorter rounds, a smaller log: to see that everything runs. The rows say so. */
  quick: boolean;
  /** Seed of everything random that the measurement depends on. */
  seed: number;
  /** Shows progress on standard error. */
  say: (text: string) => void;
  stands: Stands;
  /** The one large log of this run, filled when the first figure asks for it. */
  largeLog: () => Promise<LargeLog>;
};

/** One figure of the project: a name for the command line and what it measures. */
export type Figure = {
  name: string;
  about: string;
  measure: (bench: Bench) => Promise<Row[]>;
};

/** A figure that cannot be measured here; the message says what is missing. */
export class NotMeasurable extends Error {}
