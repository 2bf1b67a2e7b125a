import { bigint, type Tx } from '@luna/database';
import { z } from 'zod';

/** OFFERED is open; the others are how an offer ended. */
export const TRANSFER_STATES = ['OFFERED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'EXPIRED'] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

const transferRow = z
  .object({
    id: z.uuid(),
    passport: z.uuid(),
    code: z.string(),
    from_org: z.uuid(),
    from_name: z.string().nullable(),
    to_org: z.uuid(),
    to_name: z.string().nullable(),
    offered_by: z.uuid(),
    decided_by: z.uuid().nullable(),
    reference: z.string().nullable(),
    state: z.enum(TRANSFER_STATES),
    offered_at: z.date(),
    expires_at: z.date(),
    decided_at: z.date().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    passport: { id: row.passport, code: row.code },
    from: { id: row.from_org, name: row.from_name },
    to: { id: row.to_org, name: row.to_name },
    offeredBy: row.offered_by,
    reference: row.reference,
    state: row.state,
    offeredAt: row.offered_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
  }));

/** An offer of title, as both of its sides see it. */
export type Transfer = z.output<typeof transferRow>;

/** $1 is the present: an offer whose time has passed is over, whether or not somebody wrote it down. */
const TRANSFERS = `SELECT t.id, t.passport, p.code, t.from_org, f.name AS from_name, t.to_org, o.name AS to_name,
    t.offered_by, t.decided_by, t.reference, t.offered_at, t.expires_at, t.decided_at,
    CASE WHEN t.state = 'OFFERED' AND t.expires_at <= $1 THEN 'EXPIRED' ELSE t.state END AS state
  FROM passports.transfer t
  JOIN passports.public_passport p ON p.id = t.passport
  LEFT JOIN organizations.public_organization f ON f.id = t.from_org
  LEFT JOIN organizations.public_organization o ON o.id = t.to_org`;

export async function readTransfer(tx: Tx, id: string, now: Date): Promise<Transfer | undefined> {
  return tx.row(transferRow, `${TRANSFERS} WHERE t.id = $2`, [now, id]);
}

export type TransferFilter = {
  from?: string | undefined;
  to?: string | undefined;
  state?: TransferState | undefined;
};

const FITS = `($2::uuid IS NULL OR t.from_org = $2) AND ($3::uuid IS NULL OR t.to_org = $3)
  AND ($4::text IS NULL OR t.state = $4)`;
const valuesOf = ({ from, to, state }: TransferFilter, now: Date) => [
  now,
  from ?? null,
  to ?? null,
  state ?? null,
];

/** Offers to and from the transaction's organisation, newest first, those before the UUID `before`. */
export async function listTransfers(
  tx: Tx,
  filter: TransferFilter,
  { before, limit, now }: { before: string | undefined; limit: number; now: Date },
): Promise<Transfer[]> {
  return tx.rows(
    transferRow,
    `SELECT * FROM (${TRANSFERS}) t WHERE ${FITS} AND ($5::uuid IS NULL OR t.id < $5)
     ORDER BY t.id DESC LIMIT $6`,
    [...valuesOf(filter, now), before ?? null, limit],
  );
}

export async function countTransfers(tx: Tx, filter: TransferFilter, now: Date): Promise<number> {
  const row = await tx.row(
    z.object({ total: bigint }),
    `SELECT count(*) AS total FROM (${TRANSFERS}) t WHERE ${FITS}`,
    valuesOf(filter, now),
  );
  return row?.total ?? 0;
}

export type NewTransfer = {
  passportId: string;
  from: string;
  to: string;
  by: string;
  reference: string | undefined;
  expiresAt: Date;
};

/**
 * Offers a passport, after writing down the end of an offer whose time has passed; tells the id.
 * Throws TRANSFER_OPEN.
 */
export async function insertTransfer(tx: Tx, offer: NewTransfer, now: Date): Promise<string> {
  await tx.execute(
    `UPDATE passports.transfer SET state = 'EXPIRED', decided_at = expires_at
     WHERE passport = $1 AND state = 'OFFERED' AND expires_at <= $2`,
    [offer.passportId, now],
  );
  const row = await tx.row(
    z.object({ id: z.uuid() }),
    `INSERT INTO passports.transfer (passport, from_org, to_org, offered_by, offered_at, expires_at, reference)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [offer.passportId, offer.from, offer.to, offer.by, now, offer.expiresAt, offer.reference],
  );
  if (row === undefined) throw new TypeError('the offer was not inserted');
  return row.id;
}

/** Ends an open offer without acceptance; false when somebody else ended it first. */
export async function endTransfer(
  tx: Tx,
  id: string,
  { state, by, now }: { state: 'REFUSED' | 'WITHDRAWN'; by: string; now: Date },
): Promise<boolean> {
  const ended = await tx.execute(
    `UPDATE passports.transfer SET state = $2, decided_by = $3, decided_at = $4
     WHERE id = $1 AND state = 'OFFERED' AND expires_at > $4`,
    [id, state, by, now],
  );
  return ended === 1;
}

/**
 * Moves title to the transaction's organisation, and tells the passports that moved: the device and
 * every part in it. Throws TRANSFER_UNKNOWN, TRANSFER_CLOSED, COMPONENT_INSTALLED, DEVICE_EXISTS.
 */
export async function takeTitle(tx: Tx, id: string, by: string, now: Date): Promise<string[]> {
  const rows = await tx.rows(
    z.object({ id: z.uuid() }),
    'SELECT id FROM passports.accept_transfer($1, $2, $3) AS id',
    [id, by, now],
  );
  return rows.map((row) => row.id);
}

const organizationRow = z.object({ id: z.uuid() });

/** The approved organisation of a UUID or three-letter code. */
export async function organizationOf(tx: Tx, ref: string): Promise<string | undefined> {
  const row = await tx.row(
    organizationRow,
    'SELECT id FROM organizations.public_organization WHERE id::text = lower($1) OR code = $1',
    [ref],
  );
  return row?.id;
}
