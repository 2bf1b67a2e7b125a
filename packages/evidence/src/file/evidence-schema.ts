import * as z from 'zod/mini';
import { isBase64 } from './base64.ts';

/** Sizes that an evidence file may not exceed; bytes unless said otherwise. */
export const EVIDENCE_LIMITS = {
  file: 96 * 1024 * 1024,
  /** Entries of one passport. */
  entries: 65_536,
  payload: 65_536,
  /** Characters of the signed note, room for a dozen cosignatures. */
  checkpoint: 16_384,
  /** Hashes of an inclusion proof: a log of 2^53 entries needs 53. */
  proof: 53,
  manifest: 1024 * 1024,
  /** Documents in the file, and bytes of each. */
  documents: 1_024,
  document: 32 * 1024 * 1024,
} as const;

const hex = (bytes: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)));
const chainHex = (bytes: number) =>
  z.string().check(z.regex(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`)));
const base64 = (bytes: number) =>
  z
    .string()
    .check(
      z.maxLength(4 * Math.ceil(bytes / 3)),
      z.refine(isBase64, 'not base64 in its canonical spelling'),
    );
const count = z.number().check(z.int(), z.minimum(0));
const positive = z.number().check(z.int(), z.minimum(1));

const disclosedEntry = z
  .strictObject({
    entry: hex(146),
    payload: z.optional(base64(EVIDENCE_LIMITS.payload)),
    salt: z.optional(hex(32)),
  })
  .check(
    z.refine(
      (item) => (item.payload === undefined) === (item.salt === undefined),
      'a payload comes with its salt',
    ),
  );

/**
 * Evidence file, version 1 (docs/spec/evidence.md). Every object is strict: an unknown field is
 * refused, because a reader that skips what it does not know can be made to overlook something.
 */
export const evidenceSchema = z.strictObject({
  format: z.literal('luna-evidence'),
  version: z.literal(1),
  code: z.string().check(z.minLength(1), z.maxLength(64)),
  entries: z.array(disclosedEntry).check(z.minLength(1), z.maxLength(EVIDENCE_LIMITS.entries)),
  pending: z.optional(z.array(disclosedEntry).check(z.maxLength(EVIDENCE_LIMITS.entries))),
  inclusion: z.strictObject({
    index: count,
    size: positive,
    proof: z.array(hex(32)).check(z.maxLength(EVIDENCE_LIMITS.proof)),
  }),
  checkpoint: z.string().check(z.minLength(1), z.maxLength(EVIDENCE_LIMITS.checkpoint)),
  manifest: base64(EVIDENCE_LIMITS.manifest),
  anchor: z.strictObject({
    chainId: positive,
    contract: chainHex(20),
    index: count,
    size: positive,
    root: chainHex(32),
    time: count,
    tx: chainHex(32),
  }),
  documents: z
    .array(
      z.strictObject({
        sha256: hex(32),
        mediaType: z.string().check(z.minLength(1), z.maxLength(255)),
        bytes: base64(EVIDENCE_LIMITS.document),
      }),
    )
    .check(z.maxLength(EVIDENCE_LIMITS.documents)),
});

/** An evidence file as JSON: hex without prefix, chain values with `0x`, byte strings in base64. */
export type Evidence = z.infer<typeof evidenceSchema>;
export type EvidenceEntry = Evidence['entries'][number];
export type EvidenceAnchor = Evidence['anchor'];
