import { createClient, createConfig, type Client } from './generated/client/index.ts';

/** What every call of the generated functions is given as `client`. */
export type ApiClient = Client;

/**
 * A client of the api at `url`. The key goes along with every call, as a bearer token; without one
 * only what is public answers. Failures come back as `error`, they are not thrown. `fetch` is the
 * platform's unless told otherwise.
 */
export function connectApi(url: string, key?: string, fetch = globalThis.fetch): ApiClient {
  return createClient(
    createConfig({
      baseUrl: url.replace(/\/+$/, ''),
      fetch,
      auth: ({ scheme }) => (scheme === 'bearer' ? key : undefined),
    }),
  );
}
