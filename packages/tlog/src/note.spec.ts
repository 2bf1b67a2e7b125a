import { describe, expect, test } from 'vitest';
import { decodeBase64 } from './base64.ts';
import { createSigner, formatVkey, verifierFrom } from './key.ts';
import { openNote, signNote } from './note.ts';
import { GO_NOTE } from './testing/foreign.ts';

const { text, peterLine, enochLine } = GO_NOTE;
const seed = (decodeBase64(GO_NOTE.seedBase64) ?? new Uint8Array()).subarray(1);
const peter = await verifierFrom(GO_NOTE.peter);
const enoch = await verifierFrom(GO_NOTE.enoch);
const signer = await createSigner('PeterNeumann', seed);

describe('signNote', () => {
  test("default: Go's test note, byte for byte", async () => {
    expect(await signNote(text, [signer])).toBe(`${text}\n${peterLine}`);
  });

  test('behaviour: a text may hold empty lines', async () => {
    const note = await signNote('a\n\nb\n\n', [signer]);
    expect((await openNote(note, [peter])).text).toBe('a\n\nb\n\n');
  });

  test('behaviour: during a rotation two keys of one name sign', async () => {
    const next = await createSigner('PeterNeumann', new Uint8Array(32));
    const both = [peter, await verifierFrom(formatVkey(next.name, next.publicKey))];
    const note = await signNote('a\n', [signer, next]);
    expect((await openNote(note, both)).verified).toEqual(both);
  });

  test.each(['', 'a', 'a\nb', 'a\r\n', 'a\u0000\n', '\ud800\n'])(
    'error: NOTE_INVALID for the text %j',
    async (bad) => {
      await expect(signNote(bad, [signer])).rejects.toMatchObject({ code: 'NOTE_INVALID' });
    },
  );

  test('error: NOTE_INVALID without a signer, or with one twice', async () => {
    for (const signers of [[], [signer, signer]]) {
      await expect(signNote('a\n', signers)).rejects.toMatchObject({ code: 'NOTE_INVALID' });
    }
  });
});

describe('openNote', () => {
  test('default: text and those who signed, unknown keys ignored', async () => {
    const note = `${text}\n${peterLine}${enochLine}`;
    expect(await openNote(note, [peter])).toEqual({ text, verified: [peter] });
    expect(await openNote(note, [enoch, peter])).toEqual({ text, verified: [peter, enoch] });
  });

  test('behaviour: accepts 16 signatures and a post-quantum one among them', async () => {
    const others = await Promise.all(
      Array.from({ length: 15 }, (_, i) => createSigner('w', new Uint8Array(32).fill(i))),
    );
    const long = `— pq ${btoa('x'.repeat(4 + 4999))}\n`;
    const note = (await signNote(text, [...others, signer])) + long;
    expect((await openNote(note, [peter])).verified).toEqual([peter]);
  });

  test('error: NOTE_UNVERIFIED when nobody listed signed, by name and id', async () => {
    const unknown = [
      `${text}\n${enochLine}`,
      `${text}\n${peterLine.replace('PeterNeumann', 'CarmenSandiego')}`,
      `${text}\n${peterLine.replace('x08g', 'xxxx')}`,
    ];
    for (const note of unknown) {
      await expect(openNote(note, [peter])).rejects.toMatchObject({ code: 'NOTE_UNVERIFIED' });
    }
    await expect(openNote(`${text}\n${peterLine}`, [])).rejects.toMatchObject({
      code: 'NOTE_UNVERIFIED',
    });
  });

  test('error: NOTE_SIGNATURE_INVALID when a listed key did not sign this', async () => {
    const bad = [
      `${text.replace('you', 'You')}\n${peterLine}`,
      `${text}\n${peterLine.replace('ZJku', 'ZJkv')}${enochLine}`,
      `${text}\n${peterLine.slice(0, 60)}ABCD${peterLine.slice(60)}`,
      `${text}\n— PeterNeumann x08go/8=\n`,
    ];
    for (const note of bad) {
      await expect(openNote(note, [peter, enoch])).rejects.toMatchObject({
        code: 'NOTE_SIGNATURE_INVALID',
      });
    }
  });

  test('error: KEY_INVALID when a verifier is listed twice', async () => {
    await expect(openNote(`${text}\n${peterLine}`, [peter, peter])).rejects.toMatchObject({
      code: 'KEY_INVALID',
    });
  });

  test.each([
    ['nothing', ''],
    ['no signature', text],
    ['an empty line and no signature', `${text}\n`],
    ['no newline at the end', `${text}\n${peterLine.slice(0, -1)}`],
    ['an empty line at the end', `${text}\n${peterLine}\n`],
    ['another line at the end', `${text}\n${peterLine}Unexpected line.\n`],
    ['garbage at the end', `${text}\n${peterLine}x`],
    ['a control character', `\u0001${text}\n${peterLine}`],
    ['a carriage return', `${text}\n${peterLine.replace('\n', '\r\n')}`],
    ['a lone surrogate', `\udfff${text}\n${peterLine}`],
    ['a name with a space', `${text}\n${peterLine.replace('PeterN', 'Peter N')}`],
    ['a name with a plus', `${text}\n${peterLine.replace('PeterN', 'Peter+N')}`],
    ['a hyphen for the dash', `${text}\n${peterLine.replace('—', '-')}`],
    ['two spaces', `${text}\n${peterLine.replace('PeterNeumann ', 'PeterNeumann  ')}`],
    ['no name', `${text}\n${peterLine.replace('PeterNeumann', '')}`],
    ['no signature in the line', `${text}\n— PeterNeumann \n`],
    ['a key id without signature', `${text}\n— PeterNeumann x08gow==\n`],
    ['base64 without padding', `${text}\n${peterLine.replace('=', '')}`],
    ['base64 with bits left over', `${text}\n${peterLine.replace('AM=', 'AN=')}`],
    ['a signature line twice', `${text}\n${peterLine}${peterLine}`],
    ['an unknown signature line twice', `${text}\n${peterLine}${enochLine}${enochLine}`],
    [
      '101 signatures',
      `${text}\n${Array.from({ length: 101 }, (_, i) => `— w${i} AAAAAAAA\n`).join('')}`,
    ],
    ['a million characters', `${'x'.repeat(1_000_000)}\n\n${peterLine}`],
  ])('error: NOTE_INVALID for %s', async (_, note) => {
    await expect(openNote(note, [peter])).rejects.toMatchObject({ code: 'NOTE_INVALID' });
  });
});
