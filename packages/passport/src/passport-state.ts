import type { Flag, Status } from '@luna/record';
import type { CodeParts } from './code.ts';

/** A document as the history names it; `cid` once anyone may read it. */
export type PassportDocument = {
  name: string;
  mediaType: string;
  sha256: string;
  length: number;
  cid: string | null;
};

/** What a whole history says about a device today. */
export type PassportState = {
  code: string;
  parts: CodeParts;
  manufacturer: string;
  model: string;
  serialNumber: string;
  /** YYYY-MM */
  manufacturedAt: string | null;
  name: string | null;
  status: Status;
  /** Alphabetical; a reader shows them before everything else. */
  flags: readonly Flag[];
  /** Organisation that has title: the one that created the passport, then the last transferee. */
  owner: string;
  documents: readonly PassportDocument[];
  /** Positions of events that a later event corrects. */
  corrected: readonly number[];
  /** Positions of events whose payload was erased on request. */
  erased: readonly number[];
  /** How many events the history has, which is also the position of the newest. */
  position: number;
};
