import { createHash } from 'node:crypto';

/**
 * What decides the public side of a device: how far its history has come in the ledger, in the log and
 * in the anchored log, and who answers for it. The newest leaf commits to the whole history, so two
 * histories of the same length differ in it; nothing here is a time.
 */
export type Version = {
  position: number;
  /** Leaf of the newest event, in hex. */
  leaf: string;
  /** Position up to which the history is in the log; 0 for nothing. */
  sealed: number;
  /** Position up to which it is in an anchored log. */
  anchored: number;
  /** Public name of the owner. */
  owner: string | null;
};

/** One text per version, to compare versions by. */
export function versionKey({ position, sealed, anchored, leaf, owner }: Version): string {
  return `${position}.${sealed}.${anchored}.${leaf}.${owner ?? ''}`;
}

/**
 * The ETag of what is shown at a version: its positions, for people, and a digest. Weak, because the
 * same answer goes out compressed too.
 */
export function etagOf(version: Version): string {
  const { position, sealed, anchored } = version;
  const digest = createHash('sha256').update(versionKey(version)).digest('hex').slice(0, 16);
  return `W/"${position}.${sealed}.${anchored}-${digest}"`;
}

/** Whether a reader who sends this `If-None-Match` has it already (RFC 9110, section 13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag));
}

const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
