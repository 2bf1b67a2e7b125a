import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectApi, type ApiClient } from '@luna/api-client';
import { createContentStore, type ContentStore } from '@luna/content';
import { connect, type Database } from '@luna/database';
import type { Trust } from '@luna/evidence';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import {
  createLogger,
  createMetrics,
  fixedClock,
  loadConfig,
  type Config,
  type HealthCheck,
} from '@luna/runtime';
import type { JobQueue } from '@luna/queue';
import type { MemberRole } from '../modules/auth/auth.public.ts';
import { ensureKey, Operator, Sessions } from '../modules/auth/auth.public.ts';
import { createApi } from '../create-api.ts';
import { openApiOf } from '../openapi-document.ts';
import { asMember, type MemberOptions, type TestMember } from './as-member.ts';
import { heldFetch } from './held-fetch.ts';
import { ipfsCheck, logCheck, databaseCheck } from '../modules/health/health.public.ts';

/** A Tuesday in the middle of a month. */
export const TEST_NOW = Date.parse('2026-06-16T08:00:00.000Z');

export type Answer = {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  /** Lines of Set-Cookie. */
  cookies: readonly string[];
  /** The body as JSON, undefined when it is not. */
  body: unknown;
  raw: Buffer;
};

export type Send = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, as application/json unless the headers say otherwise. */
  bytes?: string | Uint8Array;
  headers?: Record<string, string>;
  /** False sends no key. */
  key?: boolean;
};

export type TestTokens = { accessToken: string; refreshToken: string };

/** Two ways to ask: typed, and byte by byte. Either way the answer must be what the document says. */
type Asking = { client: ApiClient; send(request: Send): Promise<Answer> };

export type TestApi = Asking & {
  /** A new person with this role; in the operator's organisation unless told otherwise. */
  as(role: MemberRole, options?: MemberOptions): Promise<TestMember & Asking>;
  /** The client of whoever holds this token or key; of nobody without one. */
  connect(token?: string): ApiClient;
  /** A session of an account without its password; in its first organisation unless told otherwise. */
  begin(accountId: string, organizationId?: string): Promise<TestTokens>;
  url: string;
  /** An API key that may do whatever an ADMIN of the operator may. */
  key: string;
  config: Config;
  /** Its `$LUNA_HOME`. */
  home: string;
  /** Folder of the letters it would have sent. */
  mail: string;
  test: TestDatabase;
  database: Database;
  authDatabase: Database;
  /** Superuser. */
  admin: Database;
  content: ContentStore;
  clock: ReturnType<typeof fixedClock>;
  /** Lines that were logged at level error. */
  errors: string[];
  close(): Promise<void>;
};

/**
 * An api over a database of its own, or over that of a stand with an indexer, listening on a free port;
 * without chain and queue.
 */
export async function startTestApi(
  options: {
    trust?: Trust;
    /** Where it stands: database and `$LUNA_HOME` that somebody else ends. */
    stand?: { test: TestDatabase; config: Pick<Config, 'LUNA_HOME'> };
    checks?: readonly HealthCheck[];
    /** Settings that differ. */
    env?: Record<string, string>;
    /** Without one nobody is woken: tests call workers themselves. */
    queue?: Pick<JobQueue, 'producer'>;
  } = {},
): Promise<TestApi> {
  const { stand } = options;
  const test = stand?.test ?? (await createTestDatabase());
  const home = stand?.config.LUNA_HOME ?? mkdtempSync(join(tmpdir(), 'luna-api-'));
  const content = await createContentStore({ path: join(home, 'ipfs') });
  const database = await connect({ url: test.appUrl });
  const authDatabase = await connect({ url: test.authUrl, poolSize: 4 });
  const publicDatabase = await connect({ url: test.publicUrl, poolSize: 4 });
  const platformDatabase = await connect({ url: test.platformUrl, poolSize: 2 });
  const admin = await connect({ url: test.adminUrl, poolSize: 1 });
  const clock = fixedClock(TEST_NOW);
  const key = randomBytes(32).toString('base64url');
  const errors: string[] = [];
  const config = loadConfig({
    LUNA_HOME: home,
    MASTER_KEY_HEX: randomBytes(32).toString('hex'),
    RATE_LIMIT_ANONYMOUS: '1000000',
    RATE_LIMIT_AUTH: '1000000',
    RATE_LIMIT_CALLER: '1000000',
    ...options.env,
  });
  writeFileSync(config.paths.key, JSON.stringify({ url: config.PUBLIC_URL, key }));
  const operator = await new Operator(database).caller();
  await ensureKey({ authDatabase, config, now: clock.now() }, operator);
  const app = await createApi({
    config,
    database,
    authDatabase,
    publicDatabase,
    platformDatabase,
    content,
    queue: options.queue ?? { producer: () => ({ wake: () => Promise.resolve() }) },
    requestSecret: key,
    trust: options.trust ?? null,
    clock,
    logger: createLogger({
      name: 'api',
      level: 'error',
      destination: { write: (line) => void errors.push(line) },
    }),
    metrics: createMetrics('api', { defaults: false }),
    checks: [
      databaseCheck(database),
      logCheck(database),
      ipfsCheck(content),
      ...(options.checks ?? []),
    ],
  });
  await app.listen(0, '127.0.0.1');
  const begin = (accountId: string, organizationId?: string) =>
    app.get(Sessions).begin(accountId, { address: '127.0.0.1', agent: 'test' }, organizationId);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const held = heldFetch(openApiOf(app));
  const connectTo = (token?: string) => connectApi(url, token, held);
  const asking = (token: string): Asking => ({
    client: connectTo(token),
    send: (request) => send(held, url, token, request),
  });
  return {
    ...asking(key),
    as: async (role, member = {}) => {
      const made = await asMember(admin, begin, role, member);
      return { ...made, ...asking(made.token) };
    },
    connect: connectTo,
    begin,
    url,
    key,
    config,
    home,
    mail: config.paths.mail,
    test,
    database,
    authDatabase,
    admin,
    content,
    clock,
    errors,
    close: async () => {
      await app.close();
      const pools = [database, authDatabase, publicDatabase, platformDatabase, admin];
      await Promise.all(pools.map((pool) => pool.close()));
      await content.close();
      if (stand !== undefined) return;
      await test.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function send(held: typeof fetch, base: string, key: string, request: Send): Promise<Answer> {
  const { method = 'GET', url, body, bytes, headers = {} } = request;
  const sent = bytes ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await held(`${base}${url}`, {
    method,
    headers: {
      ...(request.key === false ? {} : { authorization: `Bearer ${key}` }),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: typeof sent === 'string' ? sent : new Uint8Array(sent) }),
  });
  const raw = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    cookies: response.headers.getSetCookie(),
    body: parsed(raw),
    raw,
  };
}

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    return undefined;
  }
}
