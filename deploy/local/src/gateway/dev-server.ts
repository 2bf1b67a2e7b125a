import { join } from 'node:path';

import type { GatewayOptions } from './gateway.ts';
import { pageConfig } from './page-config.ts';
import { isProxied, wantsPage } from './routes.ts';

/**
 * Vite's development server in the gateway's place: the same paths, no build, no content policy
 * (its client is inline and evaluates code).
 */
export async function startDevServer(
  root: string,
  options: Omit<GatewayOptions, 'dist'>,
): Promise<{ close(): Promise<void> }> {
  const { createServer } = await import('vite');
  const server = await createServer({
    root: join(root, 'web'),
    clearScreen: false,
    server: {
      host: options.host,
      port: options.port,
      strictPort: true,
      proxy: {
        '^/': {
          target: options.upstream,
          ws: true,
          bypass: (request) => {
            const path = (request.url ?? '/').split('?')[0] ?? '/';
            const data = path.startsWith('/p/') && !wantsPage(request.headers.accept);
            return isProxied(path) || data ? undefined : request.url;
          },
        },
      },
    },
    plugins: [
      {
        name: 'luna-page-config',
        configureServer: (vite) => {
          vite.middlewares.use('/config.json', (request, response) => {
            const origin = `http://${request.headers.host ?? options.host}`;
            response.setHeader('content-type', 'application/json');
            response.end(JSON.stringify(pageConfig(options.page, origin)));
          });
        },
      },
    ],
  });
  await server.listen();
  return server;
}
