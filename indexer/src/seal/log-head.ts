import { bigint, bytea, type Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import { EMPTY_ROOT } from '@luna/tlog';
import { z } from 'zod';

const headRow = z.object({
  origin: z.string(),
  size: bigint,
  root: bytea,
  cursor_xid: z.string(),
  cursor_id: z.string(),
  system_identifier: z.string(),
});

/** The sealed log as the database knows it. */
export type LogHead = z.output<typeof headRow>;

/** SQL of {@link systemIdentifier}. */
export const SYSTEM_IDENTIFIER = '(SELECT system_identifier::text FROM pg_control_system())';

/** Reads the head; undefined before the first start. */
export async function readHead(tx: Tx): Promise<LogHead | undefined> {
  return tx.row(
    headRow,
    `SELECT origin, size, root, cursor_xid::text, cursor_id::text, system_identifier FROM log.head`,
  );
}

/**
 * Makes the head of an empty log when there is none. The origin is fixed from then on.
 * @throws LunaError ORIGIN_CHANGED when the log was begun under another origin
 */
export async function openLog(tx: Tx, origin: string): Promise<LogHead> {
  await tx.execute(
    `INSERT INTO log.head (origin, size, root, cursor_xid, cursor_id, system_identifier)
     VALUES ($1, 0, $2, '0', '00000000-0000-0000-0000-000000000000', ${SYSTEM_IDENTIFIER}) ON CONFLICT DO NOTHING`,
    [origin, EMPTY_ROOT],
  );
  const head = await readHead(tx);
  if (head?.origin !== origin) {
    throw new LunaError(
      'ORIGIN_CHANGED',
      `This log was begun as ${head?.origin ?? '?'} and cannot go on as ${origin}. Set LOG_ORIGIN back.`,
    );
  }
  return head;
}

/** The server's own identity: differs after a dump and restore, not after a restart. */
export async function systemIdentifier(tx: Tx): Promise<string> {
  const row = await tx.row(z.object({ id: z.string() }), `SELECT ${SYSTEM_IDENTIFIER} AS id`);
  return row?.id ?? '';
}
