import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContentStore, type ContentStore } from '@luna/content';
import { connect, type Database } from '@luna/database';
import type { Trust } from '@luna/evidence';
import { createTestDatabase, type TestDatabase } from '@luna/local/testing';
import {
  createLogger,
  createMetrics,
  fixedClock,
  loadConfig,
  type HealthCheck,
} from '@luna/runtime';
import { createApi } from '../create-api.ts';
import { ipfsCheck, logCheck, databaseCheck } from '../modules/health/health.public.ts';

/** A Tuesday in the middle of a month. */
export const TEST_NOW = Date.parse('2026-06-16T08:00:00.000Z');

export type Answer = {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  /** The body as JSON, undefined when it is not. */
  body: unknown;
  raw: Buffer;
};

export type Send = {
  method?: 'GET' | 'POST' | 'PATCH';
  url: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, as application/json unless the headers say otherwise. */
  bytes?: string | Uint8Array;
  headers?: Record<string, string>;
  /** False sends no key. */
  key?: boolean;
};

export type TestApi = {
  send(request: Send): Promise<Answer>;
  url: string;
  key: string;
  test: TestDatabase;
  database: Database;
  content: ContentStore;
  clock: ReturnType<typeof fixedClock>;
  /** Lines that were logged at level error. */
  errors: string[];
  close(): Promise<void>;
};

/** An api over a database of its own, listening on a free port; without indexer, chain and queue. */
export async function startTestApi(
  options: { trust?: Trust; checks?: readonly HealthCheck[] } = {},
): Promise<TestApi> {
  const test = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'luna-api-'));
  const content = await createContentStore({ path: join(home, 'ipfs') });
  const database = await connect({ url: test.appUrl });
  const clock = fixedClock(TEST_NOW);
  const key = randomBytes(32).toString('base64url');
  const errors: string[] = [];
  const app = await createApi({
    config: loadConfig({ LUNA_HOME: home }),
    database,
    content,
    bootstrapKey: key,
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
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    send: (request) => send(url, key, request),
    url,
    key,
    test,
    database,
    content,
    clock,
    errors,
    close: async () => {
      await app.close();
      await database.close();
      await content.close();
      await test.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function send(base: string, key: string, request: Send): Promise<Answer> {
  const { method = 'GET', url, body, bytes, headers = {} } = request;
  const sent = bytes ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${base}${url}`, {
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
