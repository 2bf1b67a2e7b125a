import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { concat } from './bytes.ts';
import { TlogError } from './error.ts';
import type { Signer, Verifier } from './key.ts';
import { isKeyName, isNoteText } from './text.ts';

const DASH = '— ';
const KEY_ID_SIZE = 4;

/** Bounds on hostile input, as in Go's sumdb: far above 16 post-quantum signatures. */
const MAX_LENGTH = 1_000_000;
const MAX_SIGNATURES = 100;

type SignatureLine = { name: string; keyId: string; signature: Uint8Array };

/**
 * Text with signature lines below it, in the order of the signers (C2SP signed-note).
 * @throws TlogError NOTE_INVALID when the text does not end in a newline or cannot be signed
 */
export async function signNote(text: string, signers: readonly Signer[]): Promise<string> {
  if (!text.endsWith('\n') || !isNoteText(text)) {
    throw refusal('the text must end in a newline and hold no other control characters');
  }
  const lines = await Promise.all(
    signers.map(async ({ name, keyId, sign }) => {
      const signature = concat([hexToBytes(keyId), await sign(text)]);
      return `${DASH}${name} ${encodeBase64(signature)}\n`;
    }),
  );
  const note = `${text}\n${lines.join('')}`;
  parseNote(note); // what we would not accept we do not write: no signer, or one signer twice
  return note;
}

/**
 * Text of a note and those of `verifiers` that signed it. Lines of other keys are ignored, as the
 * specification demands (witnesses, key rotation).
 * @throws TlogError NOTE_INVALID (format), NOTE_SIGNATURE_INVALID (a listed key's line does not
 *   verify), NOTE_UNVERIFIED (no listed key signed), KEY_INVALID (a key is listed twice)
 */
export async function openNote(
  note: string,
  verifiers: readonly Verifier[],
): Promise<{ text: string; verified: Verifier[] }> {
  const known = new Map(verifiers.map((verifier) => [keyOf(verifier), verifier]));
  if (known.size !== verifiers.length) {
    throw new TlogError('KEY_INVALID', 'A verifier is listed twice.');
  }
  const { text, lines } = parseNote(note);
  const verified: Verifier[] = [];
  for (const line of lines) {
    const verifier = known.get(keyOf(line));
    if (verifier === undefined) continue;
    if (!(await verifier.verify(text, line.signature))) {
      throw new TlogError('NOTE_SIGNATURE_INVALID', `The signature by ${keyOf(line)} is wrong.`);
    }
    verified.push(verifier);
  }
  if (verified.length === 0) {
    throw new TlogError('NOTE_UNVERIFIED', 'The note is not signed by a trusted key.');
  }
  return { text, verified };
}

/** Text and signature lines of a note, none of them verified. @throws TlogError NOTE_INVALID */
export function parseNote(note: string): { text: string; lines: SignatureLine[] } {
  if (note.length > MAX_LENGTH || !isNoteText(note)) {
    throw refusal('it is too long or holds control characters');
  }
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw refusal('it has no signatures below an empty line');
  const rows = note
    .slice(split + 2)
    .split('\n')
    .slice(0, -1);
  if (rows.length === 0 || rows.length > MAX_SIGNATURES) {
    throw refusal(`it must carry 1 to ${MAX_SIGNATURES} signatures`);
  }
  const lines = rows.map(parseLine);
  if (new Set(lines.map(keyOf)).size !== lines.length) throw refusal('a key signed it twice');
  return { text: note.slice(0, split + 1), lines };
}

function parseLine(row: string): SignatureLine {
  const [name = '', encoded = '', ...more] = row.slice(DASH.length).split(' ');
  const bytes = decodeBase64(encoded) ?? new Uint8Array();
  if (!row.startsWith(DASH) || more.length > 0 || !isKeyName(name) || bytes.length <= KEY_ID_SIZE) {
    throw refusal('a signature line is malformed');
  }
  return {
    name,
    keyId: bytesToHex(bytes.subarray(0, KEY_ID_SIZE)),
    signature: bytes.subarray(KEY_ID_SIZE),
  };
}

/** Name and id together identify a key (C2SP signed-note); neither does alone. */
function keyOf({ name, keyId }: { name: string; keyId: string }): string {
  return `${name}+${keyId}`;
}

function refusal(reason: string): TlogError {
  return new TlogError('NOTE_INVALID', `Not a signed note: ${reason}.`);
}
