import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { helmetOptions } from '@luna/runtime';
import fastifyProxy from '@fastify/http-proxy';
import fastifyStatic from '@fastify/static';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';

import { pageConfig } from './page-config.ts';
import type { PageSettings } from './page-config.ts';
import { PROXIED_PREFIXES, wantsPage } from './routes.ts';
import fastifyHelmet from '@fastify/helmet';

export interface GatewayOptions {
  host: string;
  port: number;
  /** Where the api listens. */
  upstream: string;
  /** The built web app; undefined while there is none. */
  dist: string | undefined;
  page: PageSettings;
}

const YEAR_SECONDS = 31_536_000;
const NO_PAGE = 'The web app has not been built yet; the api answers under /api and /log.';

/**
 * The one public origin of the local stack: the built web app, and everything else passed on to
 * the api. Listens when it resolves; `close()` ends it.
 */
export async function startGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const { dist, upstream, page } = options;
  const server = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 * 1024 });
  await server.register(fastifyHelmet, helmetOptions([...page.rpcUrls, ...page.ipfsGateways]));
  server.get('/config.json', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return pageConfig(page, `${request.protocol}://${request.host}`);
  });
  if (dist !== undefined) {
    await server.register(fastifyStatic, {
      root: dist,
      wildcard: false,
      preCompressed: true,
      index: false,
      cacheControl: false,
      setHeaders: (response, path) => {
        const immutable = path.includes(`${dist}/assets/`);
        const policy = immutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
        response.header('cache-control', policy);
      },
    });
  }
  for (const prefix of PROXIED_PREFIXES) {
    await server.register(fastifyProxy, {
      upstream,
      prefix,
      rewritePrefix: prefix,
      websocket: prefix === '/socket.io',
      replyOptions: { rewriteRequestHeaders: forwarded },
    });
  }
  await servePages(server, options);
  await server.listen({ host: options.host, port: options.port });
  return server;
}

/** `/p/:code` is a page for people and data for programs; other unknown paths are the app's. */
async function servePages(server: FastifyInstance, { dist, upstream }: GatewayOptions) {
  const page = dist === undefined ? undefined : pageFile(dist, 'index.html');
  const passportPage = dist === undefined ? undefined : (pageFile(dist, 'p.html') ?? page);
  await server.register(fastifyProxy, {
    upstream,
    prefix: '/p',
    rewritePrefix: '/p',
    httpMethods: ['GET', 'HEAD'],
    replyOptions: { rewriteRequestHeaders: forwarded },
    preHandler: (request, reply, next) => {
      reply.header('vary', 'accept');
      if (!wantsPage(request.headers.accept)) next();
      else if (passportPage === undefined) reply.code(503).type('text/plain').send(NO_PAGE);
      else reply.sendFile(passportPage);
    },
  });
  server.setNotFoundHandler(async (request, reply) => {
    if (request.method !== 'GET' || !wantsPage(request.headers.accept)) {
      return reply.code(404).type('text/plain').send('Not found');
    }
    if (page === undefined) return reply.code(503).type('text/plain').send(NO_PAGE);
    return reply.sendFile(page);
  });
}

function pageFile(dist: string, name: string): string | undefined {
  return existsSync(join(dist, name)) ? name : undefined;
}

/** The api counts and logs by the reader's address; what a reader claims about itself is dropped. */
function forwarded(
  request: { ip: string; protocol: string; host: string },
  headers: Record<string, string | string[] | undefined>,
) {
  return {
    ...headers,
    'x-forwarded-for': request.ip,
    'x-forwarded-proto': request.protocol,
    'x-forwarded-host': request.host,
  };
}
