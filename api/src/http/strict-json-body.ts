import { parseStrictJson } from '@luna/record';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** EPCIS documents are JSON-LD. */
const JSON_TYPES = ['application/json', 'application/ld+json'];

/** Bytes a request body may have: a batch of 1,000 items, or a payload of 64 KiB many times over. */
export const BODY_LIMIT = 8 * 1024 * 1024;

/**
 * Bodies are strict JSON or nothing: duplicate keys, NUL, invalid UTF-8 and the like are refused
 * where they come in, because what is stored is hashed and read by others for ever.
 */
export function useStrictJsonBody(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  for (const type of JSON_TYPES) {
    app.useBodyParser(type, { bodyLimit: BODY_LIMIT }, (_request, body, done) => {
      try {
        done(null, parseStrictJson(body));
      } catch (error) {
        done(error instanceof Error ? error : new Error('unreadable body'));
      }
    });
  }
}
