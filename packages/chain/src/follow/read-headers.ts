import { bigint } from '@luna/database';
import type { Tx } from '@luna/database';
import { z } from 'zod';

import { hexColumn } from '../columns.ts';
import type { BlockId } from './position.ts';

const headerRow = z.object({ number: bigint, hash: hexColumn });

/** Followed headers from `from` down to `to`, newest first. */
export function readHeaders(tx: Tx, chainId: number, from: number, to: number): Promise<BlockId[]> {
  return tx.rows(
    headerRow,
    `SELECT number, hash FROM chain.header
     WHERE chain_id = $1 AND number BETWEEN $3 AND $2 ORDER BY number DESC`,
    [chainId, from, to],
  );
}
