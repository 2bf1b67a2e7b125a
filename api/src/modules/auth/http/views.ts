import { z } from 'zod';
import type { KeyRow } from '../data/api-keys.ts';
import type { SessionRow } from '../data/sessions.ts';
import type { WalletRow } from '../data/wallets.ts';
import { LOCALES } from '../rules/locale.ts';
import { ROLES, type Role } from '../rules/roles.ts';
import { NO_ORGANIZATION } from '../rules/token-claims.ts';
import type { Profile } from '../use/account-desk.ts';
import type { Issued } from '../use/begin-session.ts';
import type { Challenge } from '../use/wallets.ts';

const instant = z.iso.datetime().meta({ example: '2026-06-16T08:00:00.000Z' });
const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));
const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
const isRole = (text: string): text is Role => Object.hasOwn(ROLES, text);
const role = z.enum(Object.keys(ROLES).filter(isRole));

export const userView = z
  .object({
    id: z.uuid(),
    email: z.string().meta({ example: 'anna@example.com' }),
    displayName: z.string().meta({ example: 'Anna Berg' }),
    locale: z.enum(LOCALES),
    emailVerified: z.boolean(),
    totpEnabled: z.boolean(),
    organizationId: z
      .uuid()
      .nullable()
      .meta({ description: 'The active organisation; null for who belongs to none' }),
    role: role.meta({ description: 'In the active organisation; PUBLIC without one' }),
    permissions: z.array(z.string()).meta({ example: ['passports:read:org'] }),
    organizations: z.array(
      z.object({
        id: z.uuid(),
        name: z.string().meta({ example: 'Medtec' }),
        code: z.string().nullable().meta({ example: 'MED' }),
        role,
        status: z.string().meta({ example: 'APPROVED' }),
      }),
    ),
  })
  .meta({ id: 'User' });
export type UserView = z.infer<typeof userView>;

export function viewUser({ account, standing, memberships }: Profile): UserView {
  const { id, email, displayName, locale, verified, totpEnabled } = account;
  const { organizationId, permissions } = standing;
  return {
    id,
    email,
    displayName,
    locale,
    emailVerified: verified,
    totpEnabled,
    organizationId: organizationId === NO_ORGANIZATION ? null : organizationId,
    role: standing.role,
    permissions: [...permissions],
    organizations: memberships.map(({ organizationId, name, code, role, status }) => ({
      id: organizationId,
      name,
      code,
      role,
      status,
    })),
  };
}

export const sessionTokens = z
  .object({
    accessToken: z
      .string()
      .optional()
      .meta({ description: 'RS256, 15 minutes; in a cookie with `X-Token-Transport: cookie`' }),
    refreshToken: z
      .string()
      .optional()
      .meta({ description: '7 days, good once; in a cookie with `X-Token-Transport: cookie`' }),
    user: userView,
  })
  .meta({ id: 'SessionTokens' });
export type SessionTokens = z.infer<typeof sessionTokens>;

export function viewTokens(issued: Issued): SessionTokens {
  const { accessToken, refreshToken } = issued;
  return { accessToken, refreshToken, user: viewUser(issued) };
}

export const sessionView = z
  .object({
    id: z.uuid(),
    organizationId: z.uuid().nullable(),
    createdAt: instant,
    lastUsedAt: instant,
    address: z.string(),
    agent: z.string(),
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof sessionView>;

export function viewSession(row: SessionRow, current: string): SessionView {
  const { sid, organizationId, createdAt, lastUsedAt, address, agent } = row;
  return {
    id: sid,
    organizationId,
    createdAt: iso(createdAt),
    lastUsedAt: iso(lastUsedAt),
    address,
    agent,
    current: sid === current,
  };
}

export const totpOffer = z
  .object({
    secret: z.string().meta({ description: 'Base32, for typing', example: 'JBSWY3DPEHPK3PXP' }),
    uri: z.string().meta({
      description: 'otpauth:// for a QR code',
      example: 'otpauth://totp/Luna:anna%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Luna',
    }),
  })
  .meta({ id: 'TotpOffer' });
export type TotpOffer = z.infer<typeof totpOffer>;

export const recoveryCodes = z
  .object({
    recoveryCodes: z.array(z.string()).meta({ description: 'Each good once; shown once' }),
  })
  .meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;

export const siweNonce = z
  .object({
    nonce: z.string().meta({ example: 'k3Jd8sLq2Zp0XvBn' }),
    expiresAt: instant,
    domain: z.string().meta({ example: 'luna.example' }),
    uri: z.string().meta({ example: 'https://luna.example' }),
    chainId: z.int().meta({ example: 137 }),
  })
  .meta({ id: 'SiweNonce' });
export type SiweNonce = z.infer<typeof siweNonce>;

export function viewNonce({ expiresAt, ...challenge }: Challenge): SiweNonce {
  return { ...challenge, expiresAt: iso(expiresAt) };
}

export const walletView = z
  .object({ id: z.uuid(), address: z.string().meta({ example: WALLET }), linkedAt: instant })
  .meta({ id: 'Wallet' });
export type WalletView = z.infer<typeof walletView>;

export function viewWallet({ id, address, linkedAt }: WalletRow): WalletView {
  return { id, address, linkedAt: iso(linkedAt) };
}

export const keyView = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ example: 'Line 3 gateway' }),
    role,
    scopes: z
      .array(z.string())
      .nullable()
      .meta({ description: 'null: whatever the role may (the key of $LUNA_HOME/key)' }),
    createdBy: z.uuid(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedOn: z.iso.date().nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type KeyView = z.infer<typeof keyView>;

export function viewKey(row: KeyRow): KeyView {
  const { createdAt, expiresAt, revokedAt } = row;
  return {
    ...row,
    createdAt: iso(createdAt),
    expiresAt: isoOrNull(expiresAt),
    revokedAt: isoOrNull(revokedAt),
  };
}

export const newKeyView = keyView
  .extend({
    secret: z.string().meta({
      description: 'The key itself; shown this once',
      example: 'mF2cV0sXx7mJ4tq1oVZ0yYc3b9Qw8eRr5uKp6nLhDgA',
    }),
  })
  .meta({ id: 'NewApiKey' });
export type NewKeyView = z.infer<typeof newKeyView>;
