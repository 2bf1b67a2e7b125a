import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';

/** Adds scans to today's counts of devices, by their ids. */
export async function addScans(tx: Tx, scans: ReadonlyMap<string, number>): Promise<void> {
  await tx.execute('SELECT scan.count_scans($1::uuid[], $2::integer[])', [
    [...scans.keys()],
    [...scans.values()],
  ]);
}

const dayRow = z.object({ day: z.string(), scans: bigint });

/** Scans of a device of the transaction's organisation, day by day (YYYY-MM-DD); none: no entry. */
export async function readScans(
  tx: Tx,
  passportId: string,
  { from, to }: { from: string; to: string },
): Promise<{ day: string; scans: number }[]> {
  return tx.rows(
    dayRow,
    `SELECT to_char(d.day, 'YYYY-MM-DD') AS day, d.scans FROM scan.daily d
     WHERE d.passport_id = $1 AND d.day BETWEEN $2::date AND $3::date ORDER BY d.day`,
    [passportId, from, to],
  );
}
