import fastifyCompress from '@fastify/compress';
import fastifyCors from '@fastify/cors';
import fastifyEtag from '@fastify/etag';
import fastifyHelmet from '@fastify/helmet';
import { helmetOptions, type Config } from '@luna/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What anybody's page may read: nothing here depends on who asks. */
const OPEN = /^\/(log|ipfs|\.well-known|issuers|01|8004|p|api\/v1\/scan)\//;

/** Headers of every answer, whole in one place: security, cross-origin, compression, ETag, request id. */
export async function useManners(app: NestFastifyApplication, config: Config): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  await server.register(
    fastifyHelmet,
    helmetOptions([...(config.RPC_URLS ?? []), ...config.IPFS_GATEWAYS]),
  );
  const trusted = {
    origin: [...(config.CORS_ORIGINS ?? []), config.PUBLIC_URL].map((url) => new URL(url).origin),
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'ETag',
      'Retry-After',
      'X-Request-Id',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
    ],
    maxAge: 600,
  };
  const open = {
    origin: '*',
    methods: ['GET', 'HEAD', 'OPTIONS'],
    exposedHeaders: ['ETag', 'Link', 'Location'],
    strictPreflight: false,
  };
  await server.register(fastifyCors, {
    delegator: (request, done) => done(null, OPEN.test(request.url) ? open : trusted),
  });
  await server.register(fastifyEtag, { weak: true });
  await server.register(fastifyCompress, { threshold: 1024, encodings: ['br', 'gzip'] });
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
}
