import { toHex } from '@luna/record';
import { EvidenceError } from '../evidence-error.ts';
import { toBase64 } from './base64.ts';
import { evidenceSchema, type Evidence, type EvidenceEntry } from './evidence-schema.ts';

/** One entry (146 bytes) with what the reader may see of its payload, exactly as hashed. */
export type EvidenceEntryPart = {
  entry: Uint8Array;
  disclosed?: { payload: Uint8Array; salt: Uint8Array } | undefined;
};

/** What an evidence file is built from; hashes are 32 bytes. */
export type EvidenceParts = {
  code: string;
  /** Positions 1..n of the passport's stream; the last one is what `inclusion` proves. */
  entries: readonly EvidenceEntryPart[];
  /** Positions after n, recorded but not yet anchored. */
  pending?: readonly EvidenceEntryPart[] | undefined;
  /** Leaf index of the last entry, size of the anchored tree, RFC 6962 audit path. */
  inclusion: { index: number; size: number; proof: readonly Uint8Array[] };
  /** Signed note of the anchored tree. */
  checkpoint: string;
  /** DAG-CBOR block whose SHA-256 was anchored. */
  manifest: Uint8Array;
  /** `time` is the timestamp of the anchor's block in seconds; `contract` and `tx` are 0x-hex. */
  anchor: {
    chainId: number;
    contract: string;
    index: number;
    size: number;
    root: Uint8Array;
    time: number;
    tx: string;
  };
  documents?: readonly { sha256: Uint8Array; mediaType: string; bytes: Uint8Array }[] | undefined;
};

/** Builds an evidence file; parts that do not fit the format are `EVIDENCE_SCHEMA`. */
export function buildEvidence(parts: EvidenceParts): Evidence {
  const { anchor, inclusion } = parts;
  const parsed = evidenceSchema.safeParse({
    format: 'luna-evidence',
    version: 1,
    code: parts.code,
    entries: parts.entries.map(writeEntry),
    ...(parts.pending?.length ? { pending: parts.pending.map(writeEntry) } : {}),
    inclusion: {
      index: inclusion.index,
      size: inclusion.size,
      proof: inclusion.proof.map(toHex),
    },
    checkpoint: parts.checkpoint,
    manifest: toBase64(parts.manifest),
    anchor: {
      chainId: anchor.chainId,
      contract: anchor.contract.toLowerCase(),
      index: anchor.index,
      size: anchor.size,
      root: `0x${toHex(anchor.root)}`,
      time: anchor.time,
      tx: anchor.tx.toLowerCase(),
    },
    documents: (parts.documents ?? []).map((document) => ({
      sha256: toHex(document.sha256),
      mediaType: document.mediaType,
      bytes: toBase64(document.bytes),
    })),
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new EvidenceError(
      'EVIDENCE_SCHEMA',
      `The parts do not make an evidence file: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    );
  }
  return parsed.data;
}

/** Bytes of an evidence file: JSON, one line per entry is not needed by anyone, so none is made. */
export function encodeEvidence(evidence: Evidence): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(evidence));
}

function writeEntry({ entry, disclosed }: EvidenceEntryPart): EvidenceEntry {
  if (disclosed === undefined) return { entry: toHex(entry) };
  return {
    entry: toHex(entry),
    payload: toBase64(disclosed.payload),
    salt: toHex(disclosed.salt),
  };
}
