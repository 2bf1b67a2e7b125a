import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeEvidence } from './file/build-evidence.ts';
import { EvidenceError } from './evidence-error.ts';
import { parseEvidence } from './file/parse-evidence.ts';
import { makeCase, type Case } from './testing/index.ts';
import { verifyEvidence } from './verify-evidence.ts';

const HEX = '0123456789abcdef';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const honest = await makeCase({
  length: 7,
  document: { bytes: new Uint8Array(500).fill(3), name: 'a.bin', mediaType: 'application/x-a' },
});
const bytes = encodeEvidence(honest.evidence);
const text = new TextDecoder().decode(bytes);

/** Places of all characters of hex and base64 values in the file, with the alphabet of each. */
const places = [...text.matchAll(/"(?:0x)?([0-9a-f]{64,}|[A-Za-z0-9+/]{20,}=*)"/g)].flatMap(
  (match) => {
    const value = match[1] ?? '';
    const start = match.index + match[0].indexOf(value);
    const alphabet = /^[0-9a-f]+$/.test(value) ? HEX : BASE64;
    return Array.from({ length: value.replace(/=+$/, '').length }, (_, at) => ({
      at: start + at,
      alphabet,
    }));
  },
);

async function outcome(file: Uint8Array, { trust, chain, code }: Case): Promise<string> {
  try {
    const options = { trust, chain, code, now: 0 };
    return (await verifyEvidence(parseEvidence(file), options)).verdict;
  } catch (error) {
    if (error instanceof EvidenceError) return `refused: ${error.code}`;
    throw error;
  }
}

describe('one character changed', () => {
  test('the unchanged file is verified', async () => {
    expect(await outcome(bytes, honest)).toBe('VERIFIED');
  });

  test('anywhere in hex or base64: never verified', async () => {
    expect(places.length).toBeGreaterThan(5000);
    await fc.assert(
      fc.asyncProperty(fc.nat(places.length - 1), fc.nat(), async (pick, by) => {
        const { at, alphabet } = places[pick] ?? { at: 0, alphabet: HEX };
        const old = alphabet.indexOf(text.charAt(at));
        const next = alphabet[(old + 1 + (by % (alphabet.length - 1))) % alphabet.length] ?? '';
        const changed = text.slice(0, at) + next + text.slice(at + 1);
        expect(await outcome(new TextEncoder().encode(changed), honest)).not.toMatch(/^VERIFIED/);
      }),
      { numRuns: 600 },
    );
  });

  test('any byte of the file: refused, or never verified', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const changed = bytes.slice();
          changed[at] = (changed[at] ?? 0) ^ by;
          expect(await outcome(changed, honest)).not.toMatch(/^VERIFIED/);
        },
      ),
      { numRuns: 600 },
    );
  });
});
