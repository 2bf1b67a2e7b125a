import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Document } from '../data/documents.ts';
import { byteRange } from '../rules/byte-range.ts';
import { contentDisposition } from '../rules/content-disposition.ts';

/**
 * Headers of a document, and what of it was asked for. Only pictures are shown in place: a PDF is not,
 * for no browser opens one under `sandbox`, and without it whoever uploads it could run what a viewer
 * lets run in our origin.
 */
export function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  { document, bytes }: { document: Document; bytes: Uint8Array },
): Buffer {
  const { sha256, mediaType, name, cid } = document;
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shown = mediaType.startsWith('image/') ? 'inline' : 'attachment';
  void reply.headers({
    'content-type': mediaType,
    'content-disposition': contentDisposition(shown, name),
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': cid === null ? 'private, no-store' : 'public, max-age=31536000, immutable',
    etag: `"${sha256}"`,
    'accept-ranges': 'bytes',
  });
  if (cid === null) void reply.header('cross-origin-resource-policy', 'same-origin');
  // The ETag and the ranges are those of these very bytes, so they go out as they are.
  request.headers['x-no-compression'] = '1';
  const { range, 'if-range': condition } = request.headers;
  const part = byteRange(range, whole.length);
  if (part === undefined || (condition !== undefined && condition !== `"${sha256}"`)) return whole;
  void reply
    .status(206)
    .header('content-range', `bytes ${part.first}-${part.last}/${whole.length}`);
  return whole.subarray(part.first, part.last + 1);
}
