import { statfs } from 'node:fs/promises';
import type { ContentStore } from '@luna/content';
import { PASSPORT_LOG_SELECTORS } from '@luna/contracts-abi';
import type { Database } from '@luna/database';
import type { ChainReader } from '@luna/evidence';
import type { Config, HealthCheck } from '@luna/runtime';
import { z } from 'zod';

const guardRow = z.object({ guards: z.int() });

/** The database answers, and its guards against changes of the ledger are in force. */
export function databaseCheck(database: Database): HealthCheck {
  return {
    name: 'db',
    check: async () => {
      const row = await database.tx({}, (tx) =>
        tx.row(
          guardRow,
          `SELECT count(*)::int AS guards FROM pg_event_trigger
           WHERE evtname LIKE 'luna\\_refuse\\_%' AND evtenabled IN ('A', 'O')`,
        ),
      );
      return (row?.guards ?? 0) < 2
        ? { status: 'degraded', message: 'guard missing: DDL on the ledger is not refused' }
        : { status: 'up' };
    },
  };
}

const headRow = z.object({
  sealed: z.int(),
  signed: z.int().nullable(),
  refusal: z.string().nullable(),
  waiting: z.boolean(),
});

/** The log has started, the indexer goes on, and nothing has waited for its leaf for a minute. */
export function logCheck(database: Database): HealthCheck {
  return {
    name: 'log',
    check: async () => {
      const head = await database.tx({}, (tx) =>
        tx.row(
          headRow,
          `SELECT h.size AS sealed, (SELECT max(size) FROM log.checkpoint) AS signed,
             (SELECT min(refusal) FROM log.step) AS refusal,
             EXISTS (
               SELECT FROM (
                 SELECT e.stream, e.position, e.recorded_at FROM ledger.event e
                 WHERE (e.xid, e.id) > (h.cursor_xid, h.cursor_id)
                 ORDER BY e.xid, e.id LIMIT 1) oldest
               WHERE recorded_at < extract(epoch FROM now()) * 1000 - 60000 AND NOT EXISTS (
                 SELECT FROM log.leaf l
                 WHERE l.stream = oldest.stream AND l.position = oldest.position)) AS waiting
           FROM log.head h`,
        ),
      );
      if (head === undefined) return { status: 'down', message: 'the log has not started' };
      const details = { sealed: head.sealed, signed: head.signed ?? 0 };
      if (head.refusal !== null) {
        const message = `the indexer refuses to go on: ${head.refusal}; its log says what to do`;
        return { status: 'down', message, details };
      }
      return head.waiting
        ? { status: 'degraded', message: 'events wait for the indexer', details }
        : { status: 'up', details };
    },
  };
}

/** SHA-256 of nothing as a raw block: a name to ask for that every store can answer. */
const EMPTY_BLOCK = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';

export function ipfsCheck(content: ContentStore): HealthCheck {
  return {
    name: 'ipfs',
    check: async () => {
      await content.has(EMPTY_BLOCK);
      return { status: 'up' };
    },
  };
}

/** Below this much room the next documents may not fit. */
const FREE_BYTES = 256 * 1024 * 1024;

export function storageCheck(folder: string): HealthCheck {
  return {
    name: 'storage',
    check: async () => {
      const { bavail, bsize } = await statfs(folder);
      const free = bavail * bsize;
      const details = { freeMiB: Math.floor(free / 1024 / 1024) };
      return free < FREE_BYTES
        ? { status: 'degraded', message: 'the disk is nearly full', details }
        : { status: 'up', details };
    },
  };
}

/** The chain is the configured one and has our contract. */
export function chainCheck(chain: ChainReader, config: Config): HealthCheck {
  return {
    name: 'chain',
    check: async () => {
      const { CHAIN_ID, PASSPORT_LOG } = config;
      if (PASSPORT_LOG === undefined) return { status: 'down', message: 'PASSPORT_LOG is not set' };
      const chainId = await chain.chainId();
      if (chainId !== CHAIN_ID) {
        return { status: 'down', message: `the chain is ${chainId}, not ${CHAIN_ID}` };
      }
      const head = await chain.call(PASSPORT_LOG, PASSPORT_LOG_SELECTORS.head);
      return head === '0x'
        ? { status: 'down', message: 'there is no contract at PASSPORT_LOG' }
        : { status: 'up', details: { chainId } };
    },
  };
}
