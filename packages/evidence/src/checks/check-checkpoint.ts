import { openNote, TlogError, verifierFrom, type Checkpoint, type Verifier } from '@luna/tlog';
import { toHex } from '@luna/record';
import { EvidenceError } from '../evidence-error.ts';
import type { Trust } from '../trust.ts';
import { finding, type Check } from './check.ts';

export type CheckpointQuestion = {
  note: string;
  /** The note's text as read, null when it is no checkpoint. */
  checkpoint: Checkpoint | null;
  /** True when inclusion proof and anchor agree on another tree. */
  odd: boolean;
  trust: Trust;
};

/**
 * `checkpoint`: the note is signed for the pinned origin by a pinned key (C2SP signed-note), and is
 * about the tree that inclusion proof and anchor name.
 *
 * Returns the keys that signed as well, for the chain may know that one was ended.
 * @throws EvidenceError TRUST_INVALID when a pinned key cannot be read
 */
export async function checkCheckpoint({
  note,
  checkpoint,
  odd,
  trust,
}: CheckpointQuestion): Promise<{ check: Check; signers: readonly string[] }> {
  if (checkpoint === null) {
    const reason = 'The checkpoint is not a signed tree head of the log.';
    return { check: finding('checkpoint', 'CHECKPOINT_UNREADABLE', reason), signers: [] };
  }
  const inputs = { origin: checkpoint.origin, size: checkpoint.size, root: toHex(checkpoint.root) };
  const fail = (code: Parameters<typeof finding<'checkpoint'>>[1], reason: string) => ({
    check: finding('checkpoint', code, reason, inputs),
    signers: [],
  });
  if (checkpoint.origin !== trust.origin) {
    return fail(
      'CHECKPOINT_OTHER_ORIGIN',
      `The checkpoint is of ${checkpoint.origin}, another log.`,
    );
  }
  const verifiers = await pinnedKeys(trust);
  if (verifiers === null) {
    return fail('CHECKPOINT_NO_ED25519', 'This browser cannot check Ed25519 signatures here.');
  }
  try {
    const { verified } = await openNote(note, verifiers);
    if (odd) {
      return fail('CHECKPOINT_OTHER_ROOT', 'The checkpoint is signed, but is about another tree.');
    }
    const keys = verified.map(({ keyId }) => keyId).join(', ');
    const reason = `Signed by the log ${checkpoint.origin} with a key pinned here.`;
    return {
      check: finding('checkpoint', 'CHECKPOINT_SIGNED', reason, { ...inputs, keys }),
      signers: verified.map(({ publicKey }) => toHex(publicKey)),
    };
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    switch (error.code) {
      case 'NOTE_UNVERIFIED':
        return fail('CHECKPOINT_KEY_NOT_PINNED', 'No key pinned here has signed the checkpoint.');
      case 'NOTE_SIGNATURE_INVALID':
        return fail('CHECKPOINT_SIGNATURE_WRONG', 'The signature of the checkpoint is wrong.');
      default:
        return fail('CHECKPOINT_UNREADABLE', 'The checkpoint is not a well-formed signed note.');
    }
  }
}

/** Null where Ed25519 is missing: an old browser, or a page not served securely. */
async function pinnedKeys({ logKeys, origin }: Trust): Promise<readonly Verifier[] | null> {
  try {
    const verifiers = await Promise.all([...new Set(logKeys)].map(verifierFrom));
    return verifiers.filter(({ name }) => name === origin);
  } catch (error) {
    if (error instanceof TlogError) {
      throw new EvidenceError('TRUST_INVALID', 'A pinned log key is unreadable.', { cause: error });
    }
    return null;
  }
}
