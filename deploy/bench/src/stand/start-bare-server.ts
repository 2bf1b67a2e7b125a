import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { asAdmin } from './as-admin.ts';
import type { BenchDatabase } from './stands.ts';

const PROGRAM = fileURLToPath(new URL('bare-server.ts', import.meta.url));

/** A bare Fastify in a process of its own, over a table of `rows` codes; it answers with `body`. */
export async function startBareServer(
  database: BenchDatabase,
  { code, body, rows, poolSize }: { code: string; body: string; rows: number; poolSize: number },
): Promise<{ url: string; stop: () => Promise<void> }> {
  await asAdmin(
    database.adminUrl,
    `SET event_triggers = off;
     CREATE SCHEMA bare;
     CREATE TABLE bare.page (code text PRIMARY KEY, position bigint NOT NULL);
     INSERT INTO bare.page SELECT 'code ' || n, n FROM generate_series(1, ${rows}) n;
     INSERT INTO bare.page VALUES ('${code}', 50);
     GRANT USAGE ON SCHEMA bare TO luna_public;
     GRANT SELECT ON bare.page TO luna_public;
     ANALYZE bare.page;`,
  );
  const settings = JSON.stringify({ url: database.publicUrl, body, poolSize });
  const child = fork(PROGRAM, {
    execArgv: ['--import', import.meta.resolve('@oxc-node/core/register')],
    env: { ...process.env, BARE_SERVER: settings },
  });
  const [port] = z.tuple([z.int()]).parse((await once(child, 'message')).slice(0, 1));
  const ended = once(child, 'exit');
  const stop = async () => {
    child.disconnect();
    await ended;
  };
  return { url: `http://127.0.0.1:${port}/scan/${code}`, stop };
}
