import { bigint, type Tx } from '@luna/database';
import { formatCode } from '@luna/passport';
import { streamId } from '@luna/record';
import { z } from 'zod';
import type { CodeGroup } from '../rules/code-group.ts';

/** Of a company, month, type and origin. */
export const LAST_SEQUENCE = 999_999;

const sequenceRow = z.object({ place: bigint, last: z.int() });

const columns = (groups: readonly CodeGroup[]) => [
  groups.map(({ company }) => company),
  groups.map(({ month }) => month),
  groups.map(({ productType }) => productType),
  groups.map(({ origin }) => origin),
];

/**
 * Locks the sequences of these groups until the transaction ends and tells the last number each gave
 * out; undefined where the transaction's organisation gives out no codes of the company. `groups`
 * sorted and without repetition, so that two writers cannot lock each other out.
 */
export async function lockSequences(
  tx: Tx,
  groups: readonly CodeGroup[],
): Promise<(number | undefined)[]> {
  const rows = await tx.rows(
    sequenceRow,
    'SELECT place, last FROM passports.lock_sequences($1, $2, $3, $4)',
    columns(groups),
  );
  const last = groups.map((): number | undefined => undefined);
  for (const row of rows) last[row.place - 1] = row.last;
  for (const [at, group] of groups.entries()) {
    if (last[at] === 0) last[at] = await lastInLedger(tx, group);
  }
  return last;
}

/** Numbers looked at together; as many may be missing in between (a batch that no anchor covered). */
const AHEAD = 1_000;
const highestRow = z.object({ highest: bigint.nullable() });

/**
 * The last number the ledger knows of a sequence that has given out none: after a recovery streams
 * are there whose rows are not (docs/guides/operations.md), and their codes are never reused.
 */
async function lastInLedger(tx: Tx, group: CodeGroup): Promise<number> {
  for (let last = 0; ;) {
    const streams = Array.from({ length: Math.min(AHEAD, LAST_SEQUENCE - last) }, (_, i) =>
      streamId(`passport:${formatCode({ ...group, sequence: last + 1 + i })}`),
    );
    const row = await tx.row(
      highestRow,
      `SELECT max(u.o) AS highest FROM unnest($1::bytea[]) WITH ORDINALITY AS u (stream, o)
       WHERE EXISTS (SELECT FROM ledger.event e WHERE e.stream = u.stream AND e.position = 1)`,
      [streams],
    );
    if (row === undefined || row.highest === null) return last;
    last += row.highest;
  }
}

/** Moves locked sequences on; `last` stands in the order of `groups`. */
export async function moveSequences(
  tx: Tx,
  groups: readonly CodeGroup[],
  last: readonly number[],
): Promise<void> {
  await tx.execute(
    `UPDATE passports.code_sequence s SET last = u.last
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[])
       AS u (company, month, product_type, origin, last)
     WHERE (s.company, s.month, s.product_type, s.origin)
       = (u.company, u.month, u.product_type, u.origin)`,
    [...columns(groups), last],
  );
}
