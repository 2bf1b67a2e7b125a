import type { Evidence } from '../file/evidence-schema.ts';

/** The evidence with some parts replaced. */
export function withParts(evidence: Evidence, parts: Partial<Evidence>): Evidence {
  return { ...evidence, ...parts };
}

/** The list with one item (from 0) changed. */
export function withItem<T>(list: readonly T[], index: number, change: (item: T) => T): T[] {
  return list.map((item, at) => (at === index ? change(item) : item));
}

/** Hex with one bit of byte `offset` flipped; a `0x` in front is kept. */
export function flipHex<T extends string>(hex: T, offset: number, bit?: number): T;
export function flipHex(hex: string, offset: number, bit = 0): string {
  const start = hex.startsWith('0x') ? 2 : 0;
  const at = start + 2 * offset;
  const byte = Number.parseInt(hex.slice(at, at + 2), 16) ^ (1 << bit);
  return hex.slice(0, at) + byte.toString(16).padStart(2, '0') + hex.slice(at + 2);
}

/** Base64 with one bit of byte `offset` flipped. */
export function flipBase64(text: string, offset: number, bit = 0): string {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  bytes[offset] = (bytes[offset] ?? 0) ^ (1 << bit);
  return btoa(String.fromCharCode(...bytes));
}
