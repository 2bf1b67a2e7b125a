import type { Operation } from './document-refusals.ts';

/** How a caller says who they are. The cookies' names have a prefix where PUBLIC_URL is https. */
export const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token, or an API key such as that of $LUNA_HOME/key',
  },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'luna_access',
    description: 'Set by a login with `X-Token-Transport: cookie`; `__Host-luna_access` over https',
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRF-Token',
    description:
      'What stands in the cookie `luna_csrf`; goes with cookies whenever something changes',
  },
} as const;

type Requirements = NonNullable<Operation['security']>;

/** Says who may come: with a token or key, with cookies, and where anyone may also without. */
export function addSecurity(method: string, operation: Operation): void {
  const permission = 'x-permission' in operation ? operation['x-permission'] : undefined;
  const cookies: Requirements = [method === 'get' ? { cookie: [] } : { cookie: [], csrf: [] }];
  const known: Requirements = [{ bearer: [] }, ...cookies];
  if (permission === undefined) operation.security = [];
  else operation.security = permission === 'anyone' ? [{}, ...known] : known;
}
