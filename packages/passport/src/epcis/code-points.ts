/**
 * Order of two texts by the code points of their characters, as in UTF-8 (CBV 2.0, section 8.9.2,
 * step 10); `<` compares UTF-16 units, which differs beyond U+FFFF.
 */
export function compareCodePoints(left: string, right: string): number {
  const rights = right[Symbol.iterator]();
  for (const character of left) {
    const other = rights.next();
    if (other.done) return 1;
    const difference = (character.codePointAt(0) ?? 0) - (other.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return rights.next().done ? 0 : -1;
}
