import type { Tx } from '@luna/database';
import { z } from 'zod';

const text = z.string().nullable();
const supplierRow = z
  .object({
    id: z.uuid(),
    number: z.string(),
    name: z.string(),
    country: text,
    email: text,
    phone: text,
    note: text,
    linked_org_id: z.uuid().nullable(),
    created_at: z.date(),
    updated_at: z.date(),
    archived_at: z.date().nullable(),
  })
  .transform(({ linked_org_id, created_at, updated_at, archived_at, ...row }) => ({
    ...row,
    organizationId: linked_org_id,
    createdAt: created_at.toISOString(),
    updatedAt: updated_at.toISOString(),
    archivedAt: archived_at?.toISOString() ?? null,
  }));

/** A company one buys from, as one's own people keep it; `organizationId` where it is on the platform. */
export type Supplier = z.output<typeof supplierRow>;
export type SupplierFacts = Pick<
  Supplier,
  'number' | 'name' | 'country' | 'email' | 'phone' | 'note' | 'organizationId'
>;

const COLUMNS =
  's.id, s.number, s.name, s.country, s.email, s.phone, s.note, s.linked_org_id, s.created_at, s.updated_at, s.archived_at';
const factsOf = (facts: SupplierFacts) => [
  facts.number,
  facts.name,
  facts.country,
  facts.email,
  facts.phone,
  facts.note,
  facts.organizationId,
];

/** Suppliers after the UUID `after`, in the order they were entered. */
export async function listSuppliers(
  tx: Tx,
  { archived, after, limit }: { archived: boolean; after?: string | undefined; limit: number },
): Promise<Supplier[]> {
  return tx.rows(
    supplierRow,
    `SELECT ${COLUMNS} FROM organizations.supplier s
     WHERE ($1 OR s.archived_at IS NULL) AND ($2::uuid IS NULL OR s.id > $2) ORDER BY s.id LIMIT $3`,
    [archived, after ?? null, limit],
  );
}

export async function countSuppliers(tx: Tx, archived: boolean): Promise<number> {
  const row = await tx.row(
    z.object({ total: z.int() }),
    'SELECT count(*)::int AS total FROM organizations.supplier s WHERE $1 OR s.archived_at IS NULL',
    [archived],
  );
  return row?.total ?? 0;
}

/** By UUID or by the number the organisation gave it. */
export async function readSupplier(tx: Tx, ref: string): Promise<Supplier | undefined> {
  return tx.row(
    supplierRow,
    `SELECT ${COLUMNS} FROM organizations.supplier s WHERE s.id::text = $1 OR s.number = $1`,
    [ref],
  );
}

/** Throws SUPPLIER_EXISTS when the number is taken. */
export async function insertSupplier(
  tx: Tx,
  organizationId: string,
  facts: SupplierFacts,
): Promise<Supplier> {
  const row = await tx.row(
    supplierRow,
    `INSERT INTO organizations.supplier AS s (org_id, number, name, country, email, phone, note, linked_org_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
    [organizationId, ...factsOf(facts)],
  );
  if (row === undefined) throw new TypeError('the supplier was not inserted');
  return row;
}

/** Throws SUPPLIER_EXISTS when the number is taken. */
export async function updateSupplier(tx: Tx, id: string, facts: SupplierFacts): Promise<void> {
  await tx.execute(
    `UPDATE organizations.supplier SET number = $2, name = $3, country = $4, email = $5, phone = $6,
       note = $7, linked_org_id = $8, updated_at = now() WHERE id = $1`,
    [id, ...factsOf(facts)],
  );
}

export async function archiveSupplier(tx: Tx, id: string): Promise<void> {
  await tx.execute(
    'UPDATE organizations.supplier SET archived_at = now(), updated_at = now() WHERE id = $1 AND archived_at IS NULL',
    [id],
  );
}
