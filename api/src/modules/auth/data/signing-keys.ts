import { bytea, type Tx } from '@luna/database';
import { z } from 'zod';
import { instant } from './instant.ts';

const publicJwk = z.strictObject({ kty: z.literal('RSA'), n: z.string(), e: z.string() });

const row = z
  .object({
    kid: z.string(),
    public_jwk: publicJwk,
    private_sealed: bytea,
    not_before: instant,
    retired_at: instant.nullable(),
  })
  .transform(({ kid, public_jwk, private_sealed, not_before, retired_at }) => ({
    kid,
    jwk: public_jwk,
    privateSealed: private_sealed,
    notBefore: not_before,
    retiredAt: retired_at,
  }));
export type SigningKeyRow = z.infer<typeof row>;

/** All signing keys, those long retired included: there are twelve a year. */
export function readSigningKeys(tx: Tx): Promise<SigningKeyRow[]> {
  return tx.rows(
    row,
    'SELECT kid, public_jwk, private_sealed, not_before, retired_at FROM auth.signing_key ORDER BY not_before',
  );
}

/** Writes a new key and gives those before it the time from which they are no longer believed. */
export async function writeSigningKey(
  tx: Tx,
  key: { kid: string; jwk: object; privateSealed: Uint8Array; notBefore: number },
  othersRetireAt: number,
): Promise<void> {
  await tx.execute('UPDATE auth.signing_key SET retired_at = $1 WHERE retired_at IS NULL', [
    new Date(othersRetireAt),
  ]);
  await tx.execute(
    `INSERT INTO auth.signing_key (kid, public_jwk, private_sealed, not_before)
     VALUES ($1, $2, $3, $4)`,
    [key.kid, JSON.stringify(key.jwk), key.privateSealed, new Date(key.notBefore)],
  );
}
