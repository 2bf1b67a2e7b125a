import { describe, expect, test } from 'vitest';
import { formatCheckpoint } from './checkpoint.ts';
import { EMPTY_ROOT } from './hash.ts';
import { createSigner } from './key.ts';
import { signNote } from './note.ts';
import { formatTlogProof } from './tlog-proof.ts';

const log = await createSigner('log.example', new Uint8Array(32).fill(1));
const witness = await createSigner('witness.example', new Uint8Array(32).fill(2));
const text = formatCheckpoint({ origin: 'log.example', size: 2, root: EMPTY_ROOT });
const checkpoint = await signNote(text, [log, witness]);
const HASH = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

describe('formatTlogProof', () => {
  test('default: index, proof, and the checkpoint verbatim', () => {
    expect(formatTlogProof({ index: 1, proof: [EMPTY_ROOT, EMPTY_ROOT], checkpoint })).toBe(
      `c2sp.org/tlog-proof@v1\nindex 1\n${HASH}\n${HASH}\n\n${checkpoint}`,
    );
  });

  test('behaviour: an empty proof, and extra data', () => {
    expect(formatTlogProof({ index: 0, proof: [], checkpoint, extra: Uint8Array.of(1, 2) })).toBe(
      `c2sp.org/tlog-proof@v1\nextra AQI=\nindex 0\n\n${checkpoint}`,
    );
  });

  test('error: an index beyond the checkpoint, a hash that is none, no signature, no checkpoint', async () => {
    const good = { index: 1, proof: [], checkpoint };
    const code = (name: string) => expect.objectContaining({ code: name }) as Error;
    const unsigned = { ...good, checkpoint: text };
    const noCheckpoint = { ...good, checkpoint: await signNote('hello\n', [log]) };
    expect(() => formatTlogProof({ ...good, index: 2 })).toThrow(code('PROOF_INVALID'));
    expect(() => formatTlogProof({ ...good, index: -1 })).toThrow(code('PROOF_INVALID'));
    expect(() => formatTlogProof({ ...good, proof: [new Uint8Array(1)] })).toThrow(
      code('HASH_INVALID'),
    );
    expect(() => formatTlogProof(unsigned)).toThrow(code('NOTE_INVALID'));
    expect(() => formatTlogProof(noCheckpoint)).toThrow(code('CHECKPOINT_INVALID'));
  });
});
