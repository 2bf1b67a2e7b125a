import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Tx } from '@luna/database';
import { bigint } from '@luna/database';
import { LunaError, type Logger } from '@luna/runtime';
import { Client } from 'pg';
import { z } from 'zod';

export const STEPS = ['seal', 'publish', 'anchor', 'follow'] as const;
export type Step = (typeof STEPS)[number];

/** Advisory lock keys of the steps: the two-integer form, first the house, then the step. */
const LOCK_SPACE = 0x6c756e61;
const HEARTBEAT_MS = 1_000;

/** Proof that its holder led the step when it was given; compared again inside every write. */
export type Leadership = { step: Step; epoch: number };

/**
 * Refuses to go on in `tx` when somebody else has taken over since. Holds the step's row until the
 * transaction ends, so a take-over waits for a write that has begun.
 * @throws LunaError LEADERSHIP_LOST
 */
export async function fence(tx: Tx, { step, epoch }: Leadership): Promise<void> {
  const row = await tx.row(
    z.object({ epoch: bigint }),
    'SELECT epoch FROM log.step WHERE step = $1 FOR UPDATE',
    [step],
  );
  if (row?.epoch !== epoch) {
    throw new LunaError('LEADERSHIP_LOST', `Another indexer leads ${step} now.`, {
      retryable: true,
    });
  }
}

type LeadOptions = {
  database: Database;
  /** Unpooled URL: the lock lives as long as its connection. */
  directUrl: string;
  step: Step;
  holder: string;
  logger: Logger;
  signal: AbortSignal;
  /** Called while leading, again and again; returns true when there may be more to do at once. */
  turn: (leadership: Leadership) => Promise<boolean>;
  /** Pause after a turn that found nothing, in ms. */
  idleMs: number;
};

/**
 * Takes part in leading a step until `signal` aborts: waits for the lock, raises the epoch, takes
 * turns. The lock only saves work; the fence keeps it safe when a stopped leader comes back.
 */
export async function lead(options: LeadOptions): Promise<void> {
  const { logger, step, signal } = options;
  while (!signal.aborted) {
    try {
      await leadOnce(options);
    } catch (error) {
      const code = error instanceof LunaError ? error.code : 'INTERRUPTED';
      logger.warn({ err: error, step, code }, 'step interrupted; trying again');
    }
    await pause(500, signal);
  }
}

async function leadOnce({ database, directUrl, step, holder, ...rest }: LeadOptions) {
  const { logger, signal, turn, idleMs } = rest;
  // A stopped process keeps its sockets: the server must end a session that has gone silent.
  const lock = new Client({
    connectionString: directUrl,
    application_name: `luna ${step} lock`,
    options: '-c idle_session_timeout=3000',
  });
  let lost: Error | undefined;
  lock.on('error', (error) => {
    lost = error;
  });
  await lock.connect();
  const beat = setInterval(() => {
    lock.query('SELECT 1').catch((error: unknown) => {
      lost = error instanceof Error ? error : new Error(String(error));
    });
  }, HEARTBEAT_MS);
  try {
    const sql = 'SELECT pg_try_advisory_lock($1, $2) AS held';
    const { rows } = await lock.query<{ held: boolean }>(sql, [LOCK_SPACE, STEPS.indexOf(step)]);
    if (rows[0]?.held !== true) return;
    const leadership = await takeOver(database, step, holder);
    logger.info({ ...leadership }, 'leading');
    let first = true;
    while (!signal.aborted && lost === undefined) {
      const more = await turn(leadership).catch(async (error: unknown) => {
        if (error instanceof LunaError && !error.retryable) {
          await recordRefusal(database, leadership, error.code);
        }
        throw error;
      });
      if (first) await recordRefusal(database, leadership, null);
      first = false;
      if (!more) await pause(idleMs, signal);
    }
    if (lost) throw lost;
  } finally {
    clearInterval(beat);
    await lock.end().catch(() => undefined);
  }
}

/** Lets `/health` say why a step does not go on; null once it does. */
async function recordRefusal(
  database: Database,
  { step, epoch }: Leadership,
  code: string | null,
): Promise<void> {
  const sql =
    'UPDATE log.step SET refusal = $3 WHERE step = $1 AND epoch = $2 AND refusal IS DISTINCT FROM $3';
  await database.tx({}, (tx) => tx.execute(sql, [step, epoch, code]));
}

/** Raises the step's epoch, which fences off every earlier leader. */
export async function takeOver(
  database: Database,
  step: Step,
  holder: string,
): Promise<Leadership> {
  return database.tx({}, async (tx) => {
    const row = await tx.row(
      z.object({ epoch: bigint }),
      'UPDATE log.step SET epoch = epoch + 1, holder = $2, since = now() WHERE step = $1 RETURNING epoch',
      [step, holder],
    );
    if (!row) throw new LunaError('STEP_UNKNOWN', `There is no step ${step}.`);
    return { step, epoch: row.epoch };
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
