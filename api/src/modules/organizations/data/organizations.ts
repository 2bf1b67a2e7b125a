import type { Tx } from '@luna/database';
import { z } from 'zod';
import { STANDINGS } from '../rules/decision.ts';

export const COMPANY_TYPES = [
  'LLC',
  'CORPORATION',
  'PARTNERSHIP',
  'SOLE_PROPRIETORSHIP',
  'OTHER',
] as const;

const text = z.string().nullable();
const organizationRow = z
  .object({
    id: z.uuid(),
    name: z.string(),
    code: text,
    legal_name: text,
    registration_number: text,
    tax_id: text,
    company_type: z.enum(COMPANY_TYPES).nullable(),
    country: text,
    address: text,
    website: text,
    email: text,
    operator: z.boolean(),
    status: z.enum(STANDINGS),
    decided_at: z.date().nullable(),
    decision_reason: text,
    created_at: z.date(),
    updated_at: z.date(),
  })
  .transform(({ legal_name, registration_number, tax_id, company_type, ...row }) => ({
    id: row.id,
    name: row.name,
    code: row.code,
    legalName: legal_name,
    registrationNumber: registration_number,
    taxId: tax_id,
    companyType: company_type,
    country: row.country,
    address: row.address,
    website: row.website,
    email: row.email,
    operator: row.operator,
    status: row.status,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionReason: row.decision_reason,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }));

/** A company as its own people and the platform's admins see it. */
export type Organization = z.output<typeof organizationRow>;

const COLUMNS = `o.id, o.name, o.code, o.legal_name, o.registration_number, o.tax_id, o.company_type,
  o.country, o.address, o.website, o.email, o.operator, o.status, o.decided_at, o.decision_reason,
  o.created_at, o.updated_at`;

/** The company of a UUID or code, as far as this role and context may see it. */
export async function readOrganization(tx: Tx, ref: string): Promise<Organization | undefined> {
  return tx.row(
    organizationRow,
    `SELECT ${COLUMNS} FROM organizations.organization o WHERE o.id::text = $1 OR o.code = $1`,
    [ref],
  );
}

/** Companies after the UUID `after`, oldest first: those who wait longest are decided first. */
export async function listOrganizations(
  tx: Tx,
  {
    status,
    after,
    limit,
  }: { status?: string | undefined; after?: string | undefined; limit: number },
): Promise<Organization[]> {
  return tx.rows(
    organizationRow,
    `SELECT ${COLUMNS} FROM organizations.organization o
     WHERE ($1::text IS NULL OR o.status = $1) AND ($2::uuid IS NULL OR (o.created_at, o.id) >
       (SELECT a.created_at, a.id FROM organizations.organization a WHERE a.id = $2))
     ORDER BY o.created_at, o.id LIMIT $3`,
    [status ?? null, after ?? null, limit],
  );
}

export async function countOrganizations(tx: Tx, status: string | undefined): Promise<number> {
  const row = await tx.row(
    z.object({ total: z.int() }),
    'SELECT count(*)::int AS total FROM organizations.organization o WHERE $1::text IS NULL OR o.status = $1',
    [status ?? null],
  );
  return row?.total ?? 0;
}

/** What a company says about itself. */
export type OrganizationFacts = Pick<
  Organization,
  | 'name'
  | 'legalName'
  | 'registrationNumber'
  | 'taxId'
  | 'companyType'
  | 'country'
  | 'address'
  | 'website'
  | 'email'
>;

const factsOf = (facts: OrganizationFacts) => [
  facts.name,
  facts.legalName,
  facts.registrationNumber,
  facts.taxId,
  facts.companyType,
  facts.country,
  facts.address,
  facts.website,
  facts.email,
];

/** Inserts a company that nobody has decided on. Throws ORGANIZATION_CODE_TAKEN. */
export async function insertOrganization(
  tx: Tx,
  id: string,
  code: string,
  facts: OrganizationFacts,
): Promise<void> {
  await tx.execute(
    `INSERT INTO organizations.organization (id, code, name, legal_name, registration_number, tax_id,
       company_type, country, address, website, email)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [id, code, ...factsOf(facts)],
  );
}

export async function updateOrganization(
  tx: Tx,
  id: string,
  facts: OrganizationFacts,
): Promise<void> {
  await tx.execute(
    `UPDATE organizations.organization SET name = $2, legal_name = $3, registration_number = $4,
       tax_id = $5, company_type = $6, country = $7, address = $8, website = $9, email = $10,
       updated_at = now()
     WHERE id = $1`,
    [id, ...factsOf(facts)],
  );
}

/** Writes a decision; as luna_platform, the only role that may. */
export async function decide(
  tx: Tx,
  id: string,
  { status, reason, by }: { status: string; reason: string | undefined; by: string },
): Promise<void> {
  await tx.execute(
    `UPDATE organizations.organization SET status = $2, decision_reason = $3, decided_by = $4,
       decided_at = now(), updated_at = now() WHERE id = $1`,
    [id, status, reason ?? null, by],
  );
}
