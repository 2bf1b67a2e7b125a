import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { ElementString } from '../element-string.ts';

const text = z.string();
const option = z.optional(
  z.enum(['zeroSuppressedGtin', 'convenienceAlphas', 'unknownAis', 'unknownAisAsAttributes']),
);
const shape = z.object({
  parse: z.array(z.object({ url: text, option, expect: z.optional(text) })),
  unescape: z.array(z.object({ text, path: text, query: text })),
  escape: z.array(z.object({ text, path: text })),
  keyPaths: z.array(text),
  generate: z.array(z.object({ stem: text, elements: text, option, expect: z.optional(text) })),
});

const file = new URL('./engine-cases.json', import.meta.url);

/** What the GS1 Barcode Syntax Engine is held to; the file says where it is from. */
export const engineCases = shape.parse(JSON.parse(readFileSync(file, 'utf8')));

/** `(01)12312312312333(21)A` as element strings; values without brackets only. */
export function fromBrackets(bracketed: string): ElementString[] {
  return [...bracketed.matchAll(/\((\d+)\)([^(]+)/g)].map(([, ai = '', value = '']) => ({
    ai,
    value,
  }));
}

export function toBrackets(elements: readonly ElementString[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value}`).join('');
}
