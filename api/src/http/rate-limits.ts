import fastifyRateLimit from '@fastify/rate-limit';
import { LunaError, type Config } from '@luna/runtime';
import type { FastifyRequest } from 'fastify';
import { Redis } from 'ioredis';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Which bucket a request is counted in. */
export type Bucket = 'anonymous' | 'auth' | 'caller' | 'log';

/** Where passwords and one-time codes are tried; counted by address whoever asks. */
const SIGN_IN = /^\/api\/v1\/auth\/(login|register|refresh|reset|verify-email)(\/|$)/;
/** An audit reads thousands of immutable tiles and blocks. */
const LOG = /^\/(log|ipfs)\//;
/** Asked by monitors on the same machine, and cheap. */
const UNCOUNTED = /^\/(health|metrics)(\/|$)/;

/** The bucket and whose it is; `caller` is the account or key that proved itself. */
export function bucketOf(
  { path, address }: { path: string; address: string },
  caller: string | undefined,
): { bucket: Bucket; who: string } {
  if (LOG.test(path)) return { bucket: 'log', who: network(address) };
  if (SIGN_IN.test(path)) return { bucket: 'auth', who: network(address) };
  if (caller !== undefined) return { bucket: 'caller', who: caller };
  return { bucket: 'anonymous', who: network(address) };
}

/** An IPv6 subscriber has a whole /64 to call from, so that is counted as one address. */
function network(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter((group) => group !== '');
  if (tail === undefined) return left.slice(0, 4).join(':');
  const right = tail.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

/**
 * Counts requests per minute and refuses with 429 RATE_LIMITED beyond; every answer carries
 * `RateLimit-*`. Counted in Redis where there is one, so that all processes count together, else in
 * memory. `identify` tells who calls, or undefined for nobody or false credentials.
 */
export async function useRateLimits(
  app: NestFastifyApplication,
  config: Config,
  identify: (request: FastifyRequest) => Promise<string | undefined>,
): Promise<void> {
  const limits: Readonly<Record<string, number>> = {
    anonymous: config.RATE_LIMIT_ANONYMOUS,
    auth: config.RATE_LIMIT_AUTH,
    caller: config.RATE_LIMIT_CALLER,
    log: config.RATE_LIMIT_LOG,
  };
  const redis =
    config.REDIS_URL === undefined
      ? undefined
      : new Redis(config.REDIS_URL, { connectTimeout: 500, maxRetriesPerRequest: 1 });
  // A lost Redis lets requests through uncounted (skipOnError); it must not fill the log.
  redis?.on('error', () => undefined);
  const server = app.getHttpAdapter().getInstance();
  await server.register(fastifyRateLimit, {
    timeWindow: 60_000,
    enableDraftSpec: true,
    skipOnError: true,
    nameSpace: 'luna-rate-',
    ...(redis === undefined ? {} : { redis }),
    allowList: (request) => UNCOUNTED.test(pathOf(request)),
    keyGenerator: async (request) => {
      const path = pathOf(request);
      const caller = LOG.test(path) ? undefined : await identify(request);
      const { bucket, who } = bucketOf({ path, address: request.ip }, caller);
      return `${bucket}:${who}`;
    },
    max: (_request, key) => limits[key.slice(0, key.indexOf(':'))] ?? config.RATE_LIMIT_ANONYMOUS,
    errorResponseBuilder: (_request, { ttl }) =>
      new LunaError('RATE_LIMITED', `Too many requests. Try again in ${Math.ceil(ttl / 1000)} s.`, {
        retryable: true,
        details: { retryAfterSeconds: Math.ceil(ttl / 1000) },
      }),
  });
  server.addHook('onClose', async () => {
    await redis?.quit().catch(() => undefined);
  });
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url;
}
