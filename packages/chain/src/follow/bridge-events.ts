import { bigint } from '@luna/database';
import type { Tx } from '@luna/database';
import { hexToBytes } from 'viem';
import type { Address } from 'viem';
import { z } from 'zod';

import type { ChainSettings } from '../chain-settings.ts';
import { hexColumn } from '../columns.ts';
import { address, hash } from '../rpc/answers.ts';
import { readPosition, settledNumber } from './position.ts';

const points = z.coerce.number().int().positive();

const place = {
  tx_hash: hexColumn,
  log_in_tx: z.number().int(),
  block_number: bigint,
  log_index: z.number().int(),
  block_time: bigint,
};

const claimed = z.object({ redemptionId: hash, recipient: address, points });
const deposited = z.object({
  /** Dense from 0. */
  index: z.coerce.number().int(),
  holder: address,
  ref: hash,
  points,
});

const eventRow = z
  .discriminatedUnion('name', [
    z.object({ name: z.literal('Claimed'), arguments: claimed, ...place }),
    z.object({ name: z.literal('Deposited'), arguments: deposited, ...place }),
  ])
  .transform(({ tx_hash, log_in_tx, block_number, log_index, block_time, ...event }) => ({
    ...event,
    /** With `logInTx`, the name of the effect: it survives a reorganisation. */
    txHash: tx_hash,
    logInTx: log_in_tx,
    blockNumber: block_number,
    logIndex: log_index,
    /** Unix seconds. */
    blockTime: block_time,
  }));

/** A claim or deposit that can no longer be undone. */
export type BridgeEvent = z.infer<typeof eventRow>;

/** The last event a reader has taken. */
export type EventPlace = Pick<BridgeEvent, 'blockNumber' | 'logIndex'>;

export interface BridgeQuery {
  readonly settings: Pick<ChainSettings, 'id' | 'settledDepth'>;
  readonly bridge: Address;
  /** How sure: `settled` is `settledDepth` blocks below the finalised block. */
  readonly tier: 'finalised' | 'settled';
  /** Null: from the first. */
  readonly after: EventPlace | null;
  readonly limit: number;
}

/** The bridge's next claims and deposits of that tier, in the order of the chain. What is read once never changes. */
export async function bridgeEvents(tx: Tx, query: BridgeQuery): Promise<BridgeEvent[]> {
  const { settings, bridge, tier, after, limit } = query;
  const position = await readPosition(tx, settings.id);
  const upTo =
    position === undefined
      ? null
      : settledNumber(position, tier === 'settled' ? settings.settledDepth : 0);
  if (upTo === null) return [];
  return tx.rows(
    eventRow,
    `SELECT name, arguments, tx_hash, log_in_tx, block_number, log_index, block_time
     FROM chain.contract_event
     WHERE chain_id = $1 AND contract = $2 AND finalised AND name IN ('Claimed', 'Deposited')
       AND block_number <= $3 AND (block_number, log_index) > ($4::bigint, $5::integer)
     ORDER BY block_number, log_index LIMIT $6`,
    [settings.id, hexToBytes(bridge), upTo, after?.blockNumber ?? -1, after?.logIndex ?? -1, limit],
  );
}
