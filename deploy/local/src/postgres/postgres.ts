import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { LunaError } from '@luna/runtime';
import pg from 'pg';

import { startChild } from '../process/child.ts';
import type { Child } from '../process/child.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { settingsArguments } from './postgres-settings.ts';
import { unprivileged } from './unprivileged.ts';

const run = promisify(execFile);
const WRONG_PASSWORD = '28P01';

export interface PostgresOptions {
  dataDir: string;
  port: number;
  /** Password of the superuser `postgres` (scram); used by initdb the first time. */
  password: string;
  logFile: string;
  pidFile?: string;
  /** Differences from {@link POSTGRES_SETTINGS}. */
  settings?: Readonly<Record<string, string>>;
}

export interface Postgres {
  readonly child: Child;
  readonly port: number;
  /** URL of the superuser for a database of this server. */
  readonly adminUrl: (database?: string) => string;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL 18 on loopback, creating its data folder when there is none, and
 * returns when it answers. Works as root and below folders of mode 0700.
 * @throws LunaError POSTGRES_NOT_STARTED with the last lines of its log.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, port, password } = options;
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(dataDir, password);
  removeForeignLock(dataDir);
  const server = unprivileged(join(postgresBinaries(), 'postgres'), [
    '-D',
    dataDir,
    '-p',
    String(port),
    ...settingsArguments(options.settings ?? {}),
  ]);
  const child = await startChild({
    name: 'postgres',
    ...server,
    logFile: options.logFile,
    ...(options.pidFile === undefined ? {} : { pidFile: options.pidFile }),
    stopSignal: 'SIGINT',
    stopTimeoutMs: 20_000,
  });
  const adminUrl = (database = 'postgres') =>
    `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  await untilAnswering(child, adminUrl());
  return { child, port, adminUrl, stop: () => child.stop() };
}

/** Made aside and renamed, so that an interrupted first start leaves no half-made data folder. */
async function initialise(dataDir: string, password: string): Promise<void> {
  const draft = `${dataDir}.new`;
  const passwordFile = `${dataDir}.password`;
  mkdirSync(dirname(dataDir), { recursive: true });
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const { command, args } = unprivileged(join(postgresBinaries(), 'initdb'), [
    `--pgdata=${draft}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C.UTF-8',
  ]);
  try {
    await run(command, [...args]);
    renameSync(draft, dataDir);
  } catch (error) {
    throw new LunaError('POSTGRES_NOT_STARTED', `${dataDir} could not be created: ${text(error)}`, {
      cause: error,
    });
  } finally {
    unlinkSync(passwordFile);
  }
}

/**
 * PostgreSQL refuses to start while the pid in postmaster.pid exists, whatever it is by now: after a
 * power cut perhaps another program, after `kill -9` perhaps a zombie that nobody has reaped yet
 * (neither has a command line that names our folder). Orphaned backends keep it from starting even
 * without the file: it also looks for users of the shared memory that goes with the data folder.
 */
function removeForeignLock(dataDir: string): void {
  const lock = join(dataDir, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (!commandLine(pid).includes(dataDir)) unlinkSync(lock);
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function untilAnswering(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (child.running() && Date.now() < deadline) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === WRONG_PASSWORD) break;
      await sleep(100);
    }
  }
  const log = child.tail();
  await child.stop();
  throw new LunaError('POSTGRES_NOT_STARTED', `PostgreSQL does not answer. Its log says:\n${log}`);
}
