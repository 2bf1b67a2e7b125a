import { parseCode } from '@luna/passport';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A passport's UUID or code, normalised: a UUID in lower case as it is, anything else must be a code.
 * Throws what `parseCode` throws (CODE_SYNTAX, CODE_CHECK, …).
 */
export function passportRef(text: string): string {
  const uuid = text.toLowerCase();
  if (UUID.test(uuid)) return uuid;
  parseCode(text);
  return text;
}

export function splitRefs(refs: readonly string[]): { codes: string[]; ids: string[] } {
  return {
    codes: refs.filter((ref) => !UUID.test(ref)),
    ids: refs.filter((ref) => UUID.test(ref)),
  };
}
