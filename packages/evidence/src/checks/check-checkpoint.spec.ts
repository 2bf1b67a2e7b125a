import { createSigner, formatCheckpoint, formatVkey, signNote } from '@luna/tlog';
import { describe, expect, test, vi } from 'vitest';
import { LOG_SEED, makeCase, ORIGIN } from '../testing/index.ts';
import { checkCheckpoint } from './check-checkpoint.ts';

const { trust, parts } = await makeCase();
const { size, root } = parts.anchor;
const checkpoint = { origin: ORIGIN, size, root };
const text = formatCheckpoint(checkpoint);

describe('checkCheckpoint', () => {
  test('a pinned key of another log does not sign for this one', async () => {
    const other = await createSigner('log.example/other', new Uint8Array(32).fill(8));
    const logKeys = [...trust.logKeys, formatVkey(other.name, other.publicKey)];
    const note = await signNote(text, [other]);
    const { check } = await checkCheckpoint({
      note,
      checkpoint,
      odd: false,
      trust: { ...trust, logKeys },
    });
    expect(check.code).toBe('CHECKPOINT_KEY_NOT_PINNED');
  });

  test('during a rotation either pinned key will do, and both are named', async () => {
    const old = await createSigner(ORIGIN, LOG_SEED);
    const next = await createSigner(ORIGIN, new Uint8Array(32).fill(8));
    const note = await signNote(text, [old, next]);
    const question = { note, checkpoint, odd: false, trust };
    const { check, signers } = await checkCheckpoint(question);
    expect(check).toMatchObject({ code: 'CHECKPOINT_SIGNED', inputs: { keys: old.keyId } });
    expect(signers).toHaveLength(1);
    const logKeys = [...trust.logKeys, ...trust.logKeys, formatVkey(ORIGIN, next.publicKey)];
    const both = await checkCheckpoint({ ...question, trust: { ...trust, logKeys } });
    expect(both.signers).toHaveLength(2);
  });

  test('a browser without Ed25519 cannot check, and says so', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(
      new DOMException('unknown algorithm', 'NotSupportedError'),
    );
    const question = { note: parts.checkpoint, checkpoint, odd: false, trust };
    const { check } = await checkCheckpoint(question);
    expect(check).toMatchObject({ status: 'not-checked', code: 'CHECKPOINT_NO_ED25519' });
    vi.restoreAllMocks();
  });
});
