import { bigint, type Tx } from '@luna/database';
import { formatCode } from '@luna/passport';
import { streamId } from '@luna/record';
import { z } from 'zod';
import type { CodeGroup } from '../rules/code-group.ts';

/** Of a company, month, type and origin. */
export const LAST_SEQUENCE = 999_999;

/** What an organisation tells a device from its others by. */
export type Device = {
  manufacturer: string;
  serialNumber: string;
  gtin?: string | undefined;
  giai?: string | undefined;
};

const begunRow = z.object({
  last: z.array(z.int().nullable()),
  taken: z.array(z.string().nullable()),
});

/**
 * Locks the sequences of these groups until the transaction ends, then looks for the devices.
 *
 * `last`: the number each group gave out last; null where the transaction's organisation gives out no
 * codes of the company. `taken`: of each device the code of the passport it has. `groups` sorted and
 * without repetition, so that two writers cannot lock each other out.
 */
export async function beginCreation(
  tx: Tx,
  groups: readonly CodeGroup[],
  devices: readonly Device[],
): Promise<{ last: (number | null)[]; taken: (string | null)[] }> {
  const begun = await tx.row(
    begunRow,
    'SELECT last, taken FROM passports.begin_creation($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      groups.map(({ company }) => company),
      groups.map(({ month }) => month),
      groups.map(({ productType }) => productType),
      groups.map(({ origin }) => origin),
      devices.map(({ manufacturer }) => manufacturer),
      devices.map(({ serialNumber }) => serialNumber),
      devices.map(({ gtin }) => gtin ?? null),
      devices.map(({ giai }) => giai ?? null),
    ],
  );
  if (begun === undefined) throw new TypeError('passports.begin_creation returned no row');
  for (const [at, group] of groups.entries()) {
    if (begun.last[at] === 0) begun.last[at] = await lastInLedger(tx, group);
  }
  return begun;
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
