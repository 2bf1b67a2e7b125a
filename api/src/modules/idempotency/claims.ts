import type { Tx } from '@luna/database';

import { z } from 'zod';
import type { Author } from '../auth/auth.public.ts';

export type Claim = { key: string; mac: Uint8Array };

const claimRow = z.object({
  key: z.string(),
  claimed: z.boolean(),
  same: z.boolean(),
  result: z.unknown(),
});
export type ClaimRow = z.infer<typeof claimRow>;

/** Claims keys for this transaction; throws REQUEST_IN_PROGRESS when one stays taken for a second. */
export async function claim(
  tx: Tx,
  caller: Author,
  route: string,
  claims: readonly Claim[],
): Promise<Map<string, ClaimRow>> {
  if (claims.length === 0) return new Map();
  const rows = await tx.rows(
    claimRow,
    'SELECT key, claimed, same, result FROM ledger.claim_requests($1, $2, $3, $4, $5)',
    [
      caller.organizationId,
      caller.actorId,
      route,
      claims.map(({ key }) => key),
      claims.map(({ mac }) => mac),
    ],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Stores the results of claimed keys. */
export async function settle(
  tx: Tx,
  caller: Author,
  route: string,
  results: readonly { key: string; result: unknown }[],
): Promise<void> {
  if (results.length === 0) return;
  await tx.execute(
    `UPDATE ledger.request r SET status = 200, result = u.result::jsonb
     FROM unnest($4::text[], $5::text[]) AS u (key, result)
     WHERE r.org_id = $1 AND r.actor_id = $2 AND r.route = $3 AND r.key = u.key`,
    [
      caller.organizationId,
      caller.actorId,
      route,
      results.map(({ key }) => key),
      results.map(({ result }) => JSON.stringify(result)),
    ],
  );
}

/** Gives up claims whose work was refused, so that the key may be used again. */
export async function release(
  tx: Tx,
  caller: Author,
  route: string,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  await tx.execute(
    'DELETE FROM ledger.request WHERE org_id = $1 AND actor_id = $2 AND route = $3 AND key = ANY ($4)',
    [caller.organizationId, caller.actorId, route, keys],
  );
}
