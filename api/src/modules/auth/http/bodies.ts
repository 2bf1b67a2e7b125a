import { z } from 'zod';
import { paging } from '../../../http/cursor.ts';
import { LOCALES } from '../rules/locale.ts';
import { MAX_PASSWORD } from '../rules/password-rule.ts';
import { MEMBER_ROLES } from '../rules/roles.ts';
import { isPermission } from '../rules/token-claims.ts';

const email = z
  .email()
  .max(254)
  .transform((text) => text.toLowerCase())
  .meta({ example: 'anna@example.com' });
/** Longer ones are refused with the rest of the rules; this only keeps novels out. */
const password = z
  .string()
  .min(1)
  .max(MAX_PASSWORD * 4)
  .meta({ example: 'four words nobody guesses', format: 'password' });
/** Kept in letters and lists: no line breaks or other control characters. */
const displayName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{C}+$/u, 'expected a name without control characters')
  .meta({ example: 'Anna Berg' });
const locale = z.enum(LOCALES).meta({ description: 'Language of letters' });
const linkToken = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: 'What stands behind `#` in the link', example: 'b3BlbiBzZXNhbWU' });
const totp = z
  .string()
  .regex(/^\d{6}$/, 'expected six digits')
  .meta({ example: '123456', description: 'Code of the authenticator app' });
const recoveryCode = z.string().min(1).max(100).meta({ example: '7Q2M4K-X9D0TZ-3HJ8WR-ABCDEF' });
const refreshToken = z
  .string()
  .max(8192)
  .optional()
  .meta({ description: 'Left out where it is in a cookie' });

const proof = {
  password: password.meta({ description: 'The present password' }),
  totp: totp.optional(),
  recoveryCode: recoveryCode.optional(),
};

export const registerBody = z.strictObject({
  email,
  password,
  displayName,
  locale: locale.default('en'),
});
export type RegisterBody = z.infer<typeof registerBody>;

export const verifyBody = z.strictObject({ token: linkToken });
export type VerifyBody = z.infer<typeof verifyBody>;

export const loginBody = z.strictObject({ email, ...proof });
export type LoginBody = z.infer<typeof loginBody>;

export const refreshBody = z.strictObject({ refreshToken });
export type RefreshBody = z.infer<typeof refreshBody>;

export const switchBody = z.strictObject({ refreshToken, organizationId: z.uuid() });
export type SwitchBody = z.infer<typeof switchBody>;

export const profilePatch = z
  .strictObject({ displayName: displayName.optional(), locale: locale.optional() })
  .refine(
    ({ displayName: name, locale: language }) => name !== undefined || language !== undefined,
    {
      error: 'expected something to change',
    },
  );
export type ProfilePatch = z.infer<typeof profilePatch>;

export const passwordBody = z.strictObject({
  currentPassword: password,
  totp: totp.optional(),
  recoveryCode: recoveryCode.optional(),
  newPassword: password,
});
export type PasswordBody = z.infer<typeof passwordBody>;

export const resetRequestBody = z.strictObject({ email });
export type ResetRequestBody = z.infer<typeof resetRequestBody>;

export const resetConfirmBody = z.strictObject({ token: linkToken, password });
export type ResetConfirmBody = z.infer<typeof resetConfirmBody>;

export const proofBody = z.strictObject(proof);
export type ProofBody = z.infer<typeof proofBody>;

export const totpEnableBody = z.strictObject({ totp });
export type TotpEnableBody = z.infer<typeof totpEnableBody>;

/** 65 bytes of a key; contracts have forms of their own, several owners or passkeys up to some thousand bytes. */
const hexSignature = z.templateLiteral(['0x', z.string().regex(/^(?:[0-9a-fA-F]{2}){65,4096}$/)]);
export const siweLinkBody = z.strictObject({
  message: z.string().min(1).max(2000).meta({
    description: 'The EIP-4361 message as it was signed',
    example: 'luna.example wants you to sign in with your Ethereum account: …',
  }),
  signature: hexSignature.meta({
    description: 'r, s and v: 65 bytes in hex; up to 4096 for a contract (EIP-1271)',
    example: `0x${'1b'.repeat(65)}`,
  }),
});
export type SiweLinkBody = z.infer<typeof siweLinkBody>;

export const newKeyBody = z.strictObject({
  name: displayName.meta({ example: 'Line 3 gateway' }),
  role: z
    .enum(MEMBER_ROLES)
    .meta({ description: 'Decides status edges; gives no permission beyond the scopes' }),
  scopes: z
    .array(z.string().refine(isPermission, 'expected resource:action:scope'))
    .min(1)
    .max(100)
    .meta({ example: ['passports:read:org', 'passports:record:org'] }),
  expiresAt: z.iso.datetime().optional().meta({ example: '2027-01-01T00:00:00Z' }),
});
export type NewKeyBody = z.infer<typeof newKeyBody>;

export const keyQuery = z.strictObject({
  ...paging,
});
export type KeyQuery = z.infer<typeof keyQuery>;

export const uuidParam = z.uuid();
