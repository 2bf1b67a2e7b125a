import type { FastifyReply, FastifyRequest } from 'fastify';
import { isKnown } from '../rules/version.ts';
import type { ReadyPage } from '../use/passport-page.ts';
import type { ScanCounts } from '../use/scan-counts.ts';

/**
 * Sends a page, or 304 to whoever has it. A scan is counted when the whole page goes out: neither for
 * HEAD nor for a reader who looks again at what has not changed.
 */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  counts: ScanCounts,
  { passportId, contentType, etag, link, body }: ReadyPage,
): void {
  void reply.headers({ etag, link, vary: 'Accept', 'cache-control': 'no-cache' });
  if (isKnown(request.headers['if-none-match'], etag)) {
    void reply.status(304).send();
    return;
  }
  if (request.method === 'GET') counts.add(passportId);
  void reply.type(contentType).send(body);
}
