import { createClient, createConfig, type Client } from './generated/client/index.ts';

/** What every call of the generated functions is given as `client`. */
export type ApiClient = Client;

/**
 * A client of the api at `url`. The key goes along with every call; without one only what is public
 * answers. Failures come back as `error`, they are not thrown.
 */
export function connectApi(url: string, key?: string): ApiClient {
  return createClient(
    createConfig({ baseUrl: url.replace(/\/+$/, ''), ...(key === undefined ? {} : { auth: key }) }),
  );
}
