/** What the public origin passes on to the api, besides `/p/*` for readers that want no page. */
export const PROXIED_PREFIXES = [
  '/api',
  '/log',
  '/ipfs',
  '/socket.io',
  '/01',
  '/8004',
  '/.well-known',
  '/issuers',
  '/health',
] as const;

/** Whether the api answers this path (never its query) for any reader. */
export function isProxied(path: string): boolean {
  return PROXIED_PREFIXES.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

/** Browsers name text/html; programs that accept anything get data. */
export function wantsPage(accept: string | undefined): boolean {
  return (accept ?? '').includes('text/html');
}
