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

/** Another device with a passport, above or below in the tree; `part` says where the lower one sits. */
export type PassportComponent = { part: string; code: string };

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
  /** GS1: 14 digits; with the serial number it names the device. */
  gtin: string | null;
  /** GS1: names the device alone. */
  giai: string | null;
  status: Status;
  /** Alphabetical; a reader shows them before everything else. */
  flags: readonly Flag[];
  /** Organisation that has title: the one that created the passport, then the last transferee. */
  owner: string;
  /** Parts with passports of their own, in the order in which they came. */
  components: readonly PassportComponent[];
  /** The device it is a part of. */
  partOf: PassportComponent | null;
  documents: readonly PassportDocument[];
  /** Positions of events that a later event corrects. */
  corrected: readonly number[];
  /** Positions of events whose payload was erased on request. */
  erased: readonly number[];
  /** How many events the history has, which is also the position of the newest. */
  position: number;
};
