import { isAddress, getAddress } from 'viem';
import type { Address, Hash, Hex } from 'viem';
import { z } from 'zod';

/** Schemas of what nodes answer (execution-apis, JSON-RPC). Hex comes out in lowercase. */
export const hex = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/)
  .transform((text): Hex => `0x${text.slice(2).toLowerCase()}`);

export const hash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text): Hash => `0x${text.slice(2).toLowerCase()}`);

/** Addresses come out in checksum form (EIP-55), as everywhere in memory. */
export const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }))
  .transform((text): Address => getAddress(text));

export const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/)
  .transform((text) => BigInt(text));

export const safeNumber = quantity.transform((value, context) => {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  context.addIssue({ code: 'custom', message: 'beyond 2^53-1' });
  return z.NEVER;
});

const bloom = z
  .string()
  .regex(/^0x[0-9a-fA-F]{512}$/)
  .transform((text): Hex => `0x${text.slice(2).toLowerCase()}`);

export const header = z
  .object({
    number: safeNumber,
    hash,
    parentHash: hash,
    timestamp: safeNumber,
    logsBloom: bloom,
    baseFeePerGas: quantity.optional(),
    transactions: z.array(hash),
  })
  .transform(({ timestamp, ...rest }) => ({ ...rest, time: timestamp }));

export const log = z.object({
  address,
  topics: z.array(hash),
  data: hex,
  blockNumber: safeNumber,
  blockHash: hash,
  transactionHash: hash,
  logIndex: safeNumber,
  removed: z.boolean().optional(),
});

export const receipt = z
  .object({
    transactionHash: hash,
    blockHash: hash,
    blockNumber: safeNumber,
    status: z.enum(['0x0', '0x1']),
    gasUsed: safeNumber,
    effectiveGasPrice: quantity,
    logs: z.array(log),
  })
  .transform(({ status, ...rest }) => ({ ...rest, succeeded: status === '0x1' }));

/** A transaction a node knows; `blockHash` is null while it waits. */
export const knownTransaction = z.object({ hash, blockHash: hash.nullish() });

/** A block's header with the hashes of its transactions; `time` in Unix seconds. */
export type Header = z.infer<typeof header>;
export type ChainLog = z.infer<typeof log>;
export type Receipt = z.infer<typeof receipt>;
export type KnownTransaction = z.infer<typeof knownTransaction>;
