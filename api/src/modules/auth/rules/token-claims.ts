import { z } from 'zod';
import { PERMITTED, SCOPES, type Permission } from './permissions.ts';
import { ROLES, type Role } from './roles.ts';

/** Seconds an access token is good for. */
export const ACCESS_SECONDS = 15 * 60;
/** Seconds a refresh token is good for, and with it a session nobody uses. */
export const REFRESH_SECONDS = 7 * 24 * 3600;
/** Seconds after which a session ends however much it is used (ASVS 5.0 V7.3.2). */
export const SESSION_SECONDS = 30 * 24 * 3600;

export const AUDIENCE = 'luna-api';
/** Stands for the organisation of a person who belongs to none. */
export const NO_ORGANIZATION = '00000000-0000-0000-0000-000000000000';

const isRole = (text: string): text is Role => Object.hasOwn(ROLES, text);

export function isPermission(text: string): text is Permission {
  const [resource, action, scope, ...rest] = text.split(':');
  return (
    rest.length === 0 &&
    Object.hasOwn(PERMITTED, `${resource}:${action}`) &&
    SCOPES.some((known) => known === scope)
  );
}

const session = { sub: z.uuid(), sid: z.uuid(), jti: z.uuid(), iat: z.int(), exp: z.int() };

/** What an access token says (domain.md, Sessions); `iss` and `aud` are compared by the verifier. */
export const accessClaims = z
  .strictObject({
    iss: z.string(),
    aud: z.literal(AUDIENCE),
    ...session,
    email: z.string(),
    role: z.string().refine(isRole),
    organizationId: z.guid(),
    permissions: z.array(z.string().refine(isPermission)),
  })
  .refine(({ iat, exp }) => exp - iat <= ACCESS_SECONDS);
export type AccessClaims = z.infer<typeof accessClaims>;

/** What a refresh token says. */
export const refreshClaims = z.strictObject({ ...session, type: z.literal('refresh') });
export type RefreshClaims = z.infer<typeof refreshClaims>;

/** JOSE header `typ` of each kind (RFC 9068, RFC 8725 3.11): one is never taken for the other. */
export const TOKEN_TYPE = { access: 'at+jwt', refresh: 'refresh+jwt' } as const;
