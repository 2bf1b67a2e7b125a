import type { Config } from '@luna/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The headers of every answer; RPC servers and gateways are where a page of ours may look. */
export function securityHeaders({
  RPC_URLS = [],
  IPFS_GATEWAYS,
}: Pick<Config, 'RPC_URLS' | 'IPFS_GATEWAYS'>): Readonly<Record<string, string>> {
  const origins = new Set([...RPC_URLS, ...IPFS_GATEWAYS].map((url) => new URL(url).origin));
  const policy = [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "img-src 'self' blob: data:",
    ["connect-src 'self'", ...origins].join(' '),
    "object-src 'none'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-xss-protection': '0',
    'referrer-policy': 'strict-origin-when-cross-origin',
  };
}

/** Sends {@link securityHeaders} and the request's id with every answer. */
export function useHeaders(
  app: NestFastifyApplication,
  config: Pick<Config, 'RPC_URLS' | 'IPFS_GATEWAYS'>,
): void {
  const headers = securityHeaders(config);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      void reply.headers(headers).header('x-request-id', request.id);
      done();
    });
}
