import type { Database } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import { destroyKeys } from './data-keys.ts';
import type { Owner } from './master-key.ts';
import { readOperator, recordAct } from './record-act.ts';

const organizationRow = z.object({ id: z.uuid() });

/** The organisation a UUID or a company code names. Throws ORGANIZATION_UNKNOWN. */
export async function organizationOf(database: Database, ref: string): Promise<Owner> {
  const row = await database.tx({}, (tx) =>
    tx.row(
      organizationRow,
      'SELECT id FROM organizations.organization WHERE id::text = lower($1) OR code = upper($1)',
      [ref],
    ),
  );
  if (row !== undefined) return row.id;
  throw new LunaError('ORGANIZATION_UNKNOWN', 'There is no organisation with this code or id.');
}

/**
 * Destroys the data keys of an organisation for ever, and no new one is made: what they sealed opens
 * nowhere any more, here within a minute and in backups once the master key is another one. Recorded
 * in the same transaction; running it again changes nothing. Tells how many keys there were.
 */
export async function destroyDataKeys(database: Database, organization: Owner): Promise<number> {
  const operator = await readOperator(database);
  return database.tx({ organizationId: operator.org }, async (tx) => {
    const destroyed = await destroyKeys(tx, organization);
    await recordAct(tx, operator, 'vault.key_destroyed', organization, { keys: destroyed });
    return destroyed;
  });
}
