import type { Address, Hex } from 'viem';

/** Parameters of the Ignition modules `Luna` and `PassportLog`, as the JSON files in `ignition/parameters` hold them. */
export type PassportLogParameters = {
  /** Name of the log in its checkpoints. Never changes. */
  origin: string;
  /** Raw Ed25519 public key of the first log key, 32 bytes. */
  logKey: Hex;
  /** May anchor; its key is on line, so it can do nothing else. */
  anchorer: Address;
  /** May freeze the log and pause the bridge, at once. */
  guardian: Address;
  /** May confirm checkpoints and pause the bridge, at once. */
  watcher: Address;
  /** May do everything else, each call `adminDelay` after scheduling it. Never the deployer, which gives up its rights. */
  admin: Address;
  /** Seconds; 48 hours outside development. */
  adminDelay: number;
  /** Seconds between two anchors, at least 1; 256 of them must span three times the maturity. */
  minSpacing: number;
  /** Seconds until claims may rest on a checkpoint. */
  maturity: number;
  /** Points that are claimed in any 24 hours at most; 100,000 by default. */
  limit?: number;
  /** The log to succeed, and its last honest checkpoint. */
  predecessor?: Address;
  start?: { index: number; size: number; root: Hex; time: number };
};
