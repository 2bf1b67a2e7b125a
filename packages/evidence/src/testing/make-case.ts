import { toHex } from '@luna/record';
import {
  createSigner,
  formatCheckpoint,
  formatVkey,
  inclusionProof,
  rootOf,
  sha256,
  signNote,
  type Hash,
} from '@luna/tlog';
import { MemoryTiles } from '@luna/tlog/testing';
import type { Hex } from '../chain/chain-reader.ts';
import { buildEvidence, type EvidenceParts } from '../file/build-evidence.ts';
import type { Evidence } from '../file/evidence-schema.ts';
import type { Trust } from '../trust.ts';
import { FakeChain } from './fake-chain.ts';
import { makeHistory, type HistoryOptions, type Recorded } from './history.ts';

export type CaseOptions = Partial<HistoryOptions> & {
  /** Entries of other passports in the log, before and after. */
  others?: number;
  /** Of the events, how many are newer than the anchor. */
  pending?: number;
  /** Positions whose payload is not disclosed. */
  withheld?: readonly number[];
  /** Leave the document's bytes out of the file. */
  withoutDocument?: boolean;
};

/** Real evidence about a made-up machine, and the chain and trust roots it verifies against. */
export type Case = {
  code: string;
  events: readonly Recorded[];
  leaves: readonly Hash[];
  parts: EvidenceParts;
  evidence: Evidence;
  trust: Trust;
  chain: FakeChain;
};

export const ORIGIN = 'log.example/luna';
export const CONTRACT: Hex = `0x${'c0'.repeat(20)}`;
export const SUCCESSOR: Hex = `0x${'c1'.repeat(20)}`;
export const ANCHOR_TX: Hex = `0x${'7a'.repeat(32)}`;
export const LOG_SEED = new Uint8Array(32).fill(7);

/** Builds a log with one machine's history in it, anchors it, and writes the machine's evidence. */
export async function makeCase(options: CaseOptions = {}): Promise<Case> {
  const { others = 9, pending = 0, withheld = [], document, sequence = 1, length = 6 } = options;
  const { code, events } = makeHistory({ ...options, sequence, length });
  const anchored = events.slice(0, events.length - pending);
  const strangers = Array.from({ length: Math.ceil(others / 2) }, (_, index) =>
    makeHistory({ sequence: 1000 + index, length: 2 }).events.map(({ leaf }) => leaf),
  ).flat();
  const half = Math.floor(strangers.length / 2);
  const leaves = [
    ...strangers.slice(0, half),
    ...anchored.map(({ leaf }) => leaf),
    ...strangers.slice(half),
  ];
  const tiles = MemoryTiles.of(leaves);
  const size = leaves.length;
  const index = half + anchored.length - 1;
  const root = await rootOf(tiles, size);
  const manifest = new TextEncoder().encode(`manifest of ${size} entries`);

  const signer = await createSigner(ORIGIN, LOG_SEED);
  const chain = new FakeChain();
  const block = 10;
  chain.contracts.set(CONTRACT, {
    anchors: [
      {
        index: 3,
        size,
        root: toHex(root),
        manifest: toHex(sha256(manifest)),
        block,
        tx: ANCHOR_TX,
      },
    ],
  });
  const disclose = ({ entry, payload, salt }: Recorded, position: number) =>
    withheld.includes(position) ? { entry } : { entry, disclosed: { payload, salt } };
  const parts: EvidenceParts = {
    code,
    entries: anchored.map((event, at) => disclose(event, at + 1)),
    pending: events
      .slice(anchored.length)
      .map((event, at) => disclose(event, anchored.length + at + 1)),
    inclusion: { index, size, proof: await inclusionProof(tiles, index, size) },
    checkpoint: await signNote(formatCheckpoint({ origin: ORIGIN, size, root }), [signer]),
    manifest,
    anchor: {
      chainId: chain.id,
      contract: CONTRACT,
      index: 3,
      size,
      root,
      time: chain.timeOf(block),
      tx: ANCHOR_TX,
    },
    documents:
      document === undefined || options.withoutDocument === true
        ? []
        : [
            {
              sha256: sha256(document.bytes),
              mediaType: document.mediaType,
              bytes: document.bytes,
            },
          ],
  };
  const logKeys = [formatVkey(ORIGIN, signer.publicKey)];
  const trust = { chainId: chain.id, passportLog: CONTRACT, origin: ORIGIN, logKeys };
  return { code, events, leaves, parts, evidence: buildEvidence(parts), trust, chain };
}
