import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { EMPTY_ROOT } from './hash.ts';
import { createSigner, formatVkey, verifierFrom } from './key.ts';
import { signNote } from './note.ts';

/** The example of C2SP tlog-checkpoint. */
const EXAMPLE =
  'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const root = hexToBytes('0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62');
const EMPTY = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

describe('parseCheckpoint', () => {
  test('default: the example of C2SP tlog-checkpoint', () => {
    const checkpoint = { origin: 'example.com/behind-the-sofa', size: 20_852_163, root };
    expect(parseCheckpoint(EXAMPLE)).toEqual(checkpoint);
    expect(formatCheckpoint(checkpoint)).toBe(EXAMPLE);
  });

  test('behaviour: the empty tree has size 0 and the root of nothing', () => {
    const empty = { origin: 'a', size: 0, root: EMPTY_ROOT };
    expect(parseCheckpoint(`a\n0\n${EMPTY}\n`)).toEqual(empty);
  });

  test('behaviour: the inverse of formatCheckpoint', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(
        fc.maxSafeNat().map((n) => n || 1),
        bytes,
        (size, root) => {
          const checkpoint = { origin: 'dev.luna/0a1b2c3d', size, root };
          expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
        },
      ),
    );
  });

  test.each([
    ['nothing', ''],
    ['no newline at the end', EXAMPLE.slice(0, -1)],
    ['an extension line', `${EXAMPLE}more\n`],
    ['an empty line behind it', `${EXAMPLE}\n`],
    ['trailing garbage', `${EXAMPLE}x`],
    ['no root', 'a\n1\n'],
    ['no origin', `\n1\n${ROOT}\n`],
    ['a control character in the origin', `a\tb\n1\n${ROOT}\n`],
    ['a carriage return', `a\r\n1\r\n${ROOT}\r\n`],
    ['a lone surrogate in the origin', `a\ud800\n1\n${ROOT}\n`],
    ['a leading zero', `a\n01\n${ROOT}\n`],
    ['a zero written twice', `a\n00\n${EMPTY}\n`],
    ['a sign', `a\n+1\n${ROOT}\n`],
    ['a negative size', `a\n-1\n${ROOT}\n`],
    ['an exponent', `a\n1e3\n${ROOT}\n`],
    ['a hexadecimal size', `a\n0x1\n${ROOT}\n`],
    ['a space', `a\n 1\n${ROOT}\n`],
    ['digits that are not ASCII', `a\n١\n${ROOT}\n`],
    ['2^53', `a\n9007199254740992\n${ROOT}\n`],
    ['2^64', `a\n18446744073709551616\n${ROOT}\n`],
    ['a root without padding', `a\n1\n${ROOT.slice(0, -1)}\n`],
    ['a root with bits left over', `a\n1\n${ROOT.replace('2I=', '2J=')}\n`],
    ['a root in base64url', `a\n1\n${ROOT.replace('/', '_')}\n`],
    ['a root of 31 bytes', `a\n1\n${ROOT.slice(0, 40)}8Q==\n`],
    ['a root of 33 bytes', `a\n1\n${ROOT.slice(0, 40)}8atiAAA=\n`],
    ['an empty tree with a root', `a\n0\n${ROOT}\n`],
  ])('error: CHECKPOINT_INVALID for %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(
      expect.objectContaining({ code: 'CHECKPOINT_INVALID' }),
    );
  });
});

describe('formatCheckpoint', () => {
  test('error: CHECKPOINT_INVALID for what could not be read back', () => {
    const good = { origin: 'a', size: 1, root };
    for (const bad of [
      { origin: '' },
      { origin: 'a\nb' },
      { size: -1 },
      { size: 1.5 },
      { size: 2 ** 53 },
      { size: 0 },
      { root: root.subarray(1) },
    ]) {
      expect(() => formatCheckpoint({ ...good, ...bad })).toThrow(
        expect.objectContaining({ code: 'CHECKPOINT_INVALID' }),
      );
    }
  });
});

describe('openCheckpoint', async () => {
  const log = await createSigner('log.example/a', new Uint8Array(32).fill(1));
  const other = await createSigner('log.example/b', new Uint8Array(32).fill(2));
  const [logVerifier, otherVerifier] = await Promise.all(
    [log, other].map((key) => verifierFrom(formatVkey(key.name, key.publicKey))),
  );
  const verifiers = [logVerifier, otherVerifier].filter((verifier) => verifier !== undefined);
  const checkpoint = { origin: 'log.example/a', size: 7, root };

  test('default: signed by the log, and by a witness', async () => {
    const note = await signNote(formatCheckpoint(checkpoint), [other, log]);
    expect(await openCheckpoint(note, 'log.example/a', verifiers)).toEqual(checkpoint);
  });

  test('error: NOTE_UNVERIFIED when only a trusted key of another name signed', async () => {
    const note = await signNote(formatCheckpoint(checkpoint), [other]);
    await expect(openCheckpoint(note, 'log.example/a', verifiers)).rejects.toMatchObject({
      code: 'NOTE_UNVERIFIED',
    });
  });

  test('error: CHECKPOINT_INVALID when the log signed the head of another log', async () => {
    const text = formatCheckpoint({ ...checkpoint, origin: 'log.example/b' });
    const note = await signNote(text, [log]);
    await expect(openCheckpoint(note, 'log.example/a', verifiers)).rejects.toMatchObject({
      code: 'CHECKPOINT_INVALID',
    });
  });
});
