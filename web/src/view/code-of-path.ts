/** The passport code that an address such as `/p/DP-…` names, in upper case; empty when none. */
export function codeOfPath(path: string): string {
  const segment = /^\/p\/([^/]+)\/?$/.exec(path)?.[1];
  if (segment === undefined) return '';
  try {
    return decodeURIComponent(segment).trim().toUpperCase();
  } catch {
    return segment.toUpperCase();
  }
}
