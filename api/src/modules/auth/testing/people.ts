import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getMe, type SessionTokens } from '@luna/api-client';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { dataOf } from '../../../testing/bodies.ts';
import type { Answer, TestApi } from '../../../testing/test-api.ts';
import { hashPassword } from '../use/password-hash.ts';

export const PASSWORD = 'seven wet umbrellas';
/** One hash for all: making one takes a quarter of a second. */
const HASH = hashPassword(PASSWORD);

export type TestPerson = { id: string; email: string };

/** A person with a confirmed address and {@link PASSWORD}, who belongs to no organisation. */
export async function makePerson(api: TestApi): Promise<TestPerson> {
  const email = `p${randomBytes(6).toString('hex')}@example.com`;
  const passwordHash = await HASH;
  const row = await api.authDatabase.tx({}, (tx) =>
    tx.row(
      z.object({ id: z.uuid() }),
      `INSERT INTO auth.account (email, email_verified_at, display_name, locale, password_hash)
       VALUES ($1, now(), 'Test Person', 'en', $2) RETURNING id`,
      [email, passwordHash],
    ),
  );
  return { id: row?.id ?? '', email };
}

export function post(api: TestApi, path: string, body: unknown, token?: string): Promise<Answer> {
  return api.send({
    method: 'POST',
    url: `/api/v1/auth/${path}`,
    body,
    key: false,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
}

export function login(api: TestApi, email: string, more: object = {}): Promise<Answer> {
  return post(api, 'login', { email, password: PASSWORD, ...more });
}

const tokens = z.object({ accessToken: z.string(), refreshToken: z.string() });

/** Both tokens of a session that keeps none of them in cookies. */
export const bearer = (session: SessionTokens) => tokens.parse(session);

/** The tokens of an answer that must be one of success. */
export function tokensOf(answer: Answer): { accessToken: string; refreshToken: string } {
  expect(answer).toMatchObject({ status: 200 });
  return tokens.parse(dataOf(answer));
}

/** Whether an access token opens what only signed-in people see. */
export async function opens(api: TestApi, accessToken: string): Promise<boolean> {
  const { response } = await getMe({ client: api.connect(accessToken) });
  return response?.status === 200;
}

/** The letters to an address so far, decoded, the oldest first; waits until there are `count`. */
export function lettersTo(api: TestApi, email: string, count: number): Promise<string[]> {
  return vi.waitFor(() => {
    const found = letters(api).filter((letter) => letter.includes(`To: ${email}`));
    expect(found).toHaveLength(count);
    return found;
  });
}

function letters({ mail }: TestApi): string[] {
  if (!existsSync(mail)) return [];
  return readdirSync(mail)
    .sort()
    .map((file) => decoded(readFileSync(join(mail, file), 'utf8')));
}

/** Enough of RFC 2045 for our own plain text letters. */
function decoded(letter: string): string {
  const [head = '', ...body] = letter.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  if (/base64/i.test(head)) return `${head}\n\n${Buffer.from(text, 'base64').toString()}`;
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => {
    return String.fromCharCode(parseInt(hex, 16));
  });
  return `${head}\n\n${Buffer.from(bytes, 'latin1').toString()}`;
}

/** The token behind `#` in a letter. */
export function linkIn(letter: string | undefined): string {
  const [, token = ''] = /#([\w-]{43})/.exec(letter ?? '') ?? [];
  expect(token).not.toBe('');
  return token;
}

const acts = z.object({ data: z.object({ act: z.string() }) });

/** What the audit stream of a person holds, in order; as superuser, whatever the organisation. */
export async function actsOf(api: TestApi, accountId: string): Promise<string[]> {
  const rows = await api.admin.tx({}, (tx) =>
    tx.rows(
      z.object({ json: acts }),
      `SELECT p.json FROM ledger.payload p
       JOIN ledger.event e USING (stream, position)
       WHERE e.kind = 'audit.acted' AND e.actor_id = $1 ORDER BY e.recorded_at, e.position`,
      [accountId],
    ),
  );
  return rows.map(({ json }) => json.data.act);
}
