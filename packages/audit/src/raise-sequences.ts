import type { Tx } from '@luna/database';
import { formatCode, isProductType, type CodeParts } from '@luna/passport';
import { streamId, toHex, type Entry } from '@luna/record';
import { z } from 'zod';

/** Looked ahead of the last code found: so many may be missing in between, a batch that no anchor covered. */
const AHEAD = 1_000;
const LAST_SEQUENCE = 999_999;

const ownerRow = z.object({ org_id: z.string() });
const sequenceRow = z.object({
  company: z.string(),
  month: z.string(),
  productType: z.string().refine(isProductType),
  origin: z.string(),
  last: z.int(),
});

/**
 * Moves the sequences of passport codes past the codes that recovered entries have used. A stream id
 * does not tell its code, but sequences are dense: the next codes of each are tried. A sequence of
 * which the database knows nothing is not begun here; whoever begins it looks into the ledger.
 */
export async function raiseSequences(tx: Tx, entries: readonly Entry[]): Promise<void> {
  const created = new Set(
    entries.filter(({ kind }) => kind === 'passport.created').map(({ stream }) => toHex(stream)),
  );
  for (const { org_id } of await tx.rows(
    ownerRow,
    'SELECT DISTINCT org_id FROM passports.passport',
  )) {
    // The owner of the table sees its rows as their organisation does, and not otherwise.
    await tx.query(`SELECT set_config('app.current_organization_id', $1, true)`, [org_id]);
    const sequences = await tx.rows(
      sequenceRow,
      'SELECT company, month, product_type AS "productType", origin, last FROM passports.code_sequence',
    );
    for (const sequence of sequences) {
      const { company, month, productType, origin, last } = sequence;
      const used = highestUsed(sequence, last, created);
      if (used > last) {
        await tx.execute(
          `UPDATE passports.code_sequence SET last = $5
           WHERE (company, month, product_type, origin) = ($1, $2, $3, $4)`,
          [company, month, productType, origin, used],
        );
      }
    }
  }
}

function highestUsed(
  group: Omit<CodeParts, 'sequence'>,
  last: number,
  created: ReadonlySet<string>,
): number {
  let highest = last;
  for (let next = last + 1; next <= Math.min(highest + AHEAD, LAST_SEQUENCE); next += 1) {
    const code = formatCode({ ...group, sequence: next });
    if (created.has(toHex(streamId(`passport:${code}`)))) highest = next;
  }
  return highest;
}
