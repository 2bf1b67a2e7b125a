import {
  type Checkpoint,
  type Hash,
  parseCheckpoint,
  ProofError,
  rootFromInclusion,
  TlogError,
} from '@luna/tlog';
import type { Evidence } from '../file/evidence-schema.ts';
import { hexToBytes } from '../file/hex.ts';
import { sameBytes } from './same-bytes.ts';

export type TreeHead = { size: number; root: Hash };

/** The three parts of a file that each name the anchored tree; null where a part names none. */
export type TreeHeads = {
  /** What the inclusion proof of the newest entry leads to. */
  inclusion: TreeHead | null;
  /** What the signed note says, its signature not yet looked at. */
  checkpoint: Checkpoint | null;
  /** What the file says was anchored, the chain not yet asked. */
  anchor: TreeHead;
};

/** Reads the three tree heads; `leaf` is that of the newest anchored entry. */
export function readTreeHeads(evidence: Evidence, leaf: Hash): TreeHeads {
  return {
    inclusion: provenHead(evidence, leaf),
    checkpoint: notedHead(evidence.checkpoint),
    anchor: { size: evidence.anchor.size, root: hexToBytes(evidence.anchor.root.slice(2)) },
  };
}

/**
 * The heads that agree with neither of the others. All three must agree; when they do not, blaming
 * the odd one lets one changed part fail one check, instead of every check that looks at the tree.
 */
export function oddOnesOut(heads: TreeHeads): ReadonlySet<keyof TreeHeads> {
  const { inclusion, checkpoint, anchor } = heads;
  const odd = new Set<keyof TreeHeads>();
  if (!same(inclusion, checkpoint) && !same(inclusion, anchor)) odd.add('inclusion');
  if (!same(checkpoint, inclusion) && !same(checkpoint, anchor)) odd.add('checkpoint');
  if (!same(anchor, inclusion) && !same(anchor, checkpoint)) odd.add('anchor');
  return odd;
}

function same(a: TreeHead | null, b: TreeHead | null): boolean {
  return a !== null && b !== null && a.size === b.size && sameBytes(a.root, b.root);
}

function provenHead({ inclusion }: Evidence, leaf: Hash): TreeHead | null {
  const { index, size } = inclusion;
  try {
    const root = rootFromInclusion({ index, size, leaf, proof: inclusion.proof.map(hexToBytes) });
    return { size, root };
  } catch (error) {
    if (error instanceof ProofError) return null;
    throw error;
  }
}

function notedHead(note: string): Checkpoint | null {
  const end = note.lastIndexOf('\n\n');
  try {
    return parseCheckpoint(note.slice(0, end + 1));
  } catch (error) {
    if (error instanceof TlogError) return null;
    throw error;
  }
}
