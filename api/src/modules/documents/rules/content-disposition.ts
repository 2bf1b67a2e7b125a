/** What RFC 8187 section 3.2.1 lets stand (attr-char). */
const ENCODED = /[!'()*]/g;

/**
 * A Content-Disposition header (RFC 6266) that names a file: its name in UTF-8 (RFC 8187), and an ASCII
 * one for whoever does not read that.
 */
export function contentDisposition(type: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name).replace(
    ENCODED,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
