import { randomBytes } from 'node:crypto';
import type { Database } from '@luna/database';
import { z } from 'zod';
import type { MemberRole } from '../modules/auth/auth.public.ts';

export type MemberOptions = {
  /** Where: the operator's by default; `new` makes an approved organisation. */
  organization?: { id: string } | 'new';
  /** Three letters of the new organisation; ZZZ, ZZY, … by default. */
  code?: string;
};

export type TestMember = { organizationId: string; accountId: string; token: string };

const idRow = z.object({ id: z.uuid() });

/**
 * A person with a role, written straight into the database as its superuser, and a session of theirs
 * begun by the api itself: the token is a real one.
 */
export async function asMember(
  admin: Database,
  begin: (accountId: string, organizationId: string) => Promise<{ accessToken: string }>,
  role: MemberRole,
  { organization, code = nextCode() }: MemberOptions,
): Promise<TestMember> {
  const name = randomBytes(4).toString('hex');
  const { organizationId, accountId } = await admin.tx({}, async (tx) => {
    const one = async (sql: string, values: unknown[]) => {
      const row = await tx.row(idRow, sql, values);
      if (row === undefined) throw new Error(`no row: ${sql}`);
      return row.id;
    };
    const organizationId =
      organization === 'new'
        ? await one(
            `INSERT INTO organizations.organization (name, code, status) VALUES ($1, $2, 'APPROVED') RETURNING id`,
            [`Company ${name}`, code],
          )
        : (organization?.id ??
          (await one('SELECT id FROM organizations.organization WHERE operator', [])));
    const accountId = await one(
      `INSERT INTO auth.account (email, email_verified_at, display_name, locale)
       VALUES ($1, now(), $2, 'en') RETURNING id`,
      [`${role.toLowerCase()}.${name}@example.com`, `${role} ${name}`],
    );
    await tx.execute(
      'INSERT INTO organizations.membership (org_id, account_id, role) VALUES ($1, $2, $3)',
      [organizationId, accountId, role],
    );
    return { organizationId, accountId };
  });
  const { accessToken } = await begin(accountId, organizationId);
  return { organizationId, accountId, token: accessToken };
}

let codes = 26 ** 3;

function nextCode(): string {
  codes -= 1;
  const letters = [codes / 676, codes / 26, codes].map((n) => Math.floor(n) % 26);
  return String.fromCharCode(...letters.map((n) => 65 + n));
}
