/** Bytes as the chain's interfaces write them: lowercase hex after `0x`. */
export type Hex = `0x${string}`;

/** Text that a schema has accepted as chain hex, under its type. */
export function asHex(text: string): Hex {
  return `0x${text.slice(2)}`;
}

/** A block; `timestamp` in seconds. */
export type ChainBlock = { number: number; hash: Hex; timestamp: number };

export type ChainLog = { address: Hex; topics: readonly Hex[]; data: Hex };

export type Receipt = {
  status: 'success' | 'reverted';
  blockNumber: number;
  logs: readonly ChainLog[];
};

/**
 * The little of a chain that verification reads. Every method throws `ChainError` when there is no
 * answer, and only then: "the chain says no" is an answer.
 */
export interface ChainReader {
  chainId(): Promise<number>;
  /** The newest finalised block. */
  finalizedBlock(): Promise<ChainBlock>;
  /** Null when the node knows no such transaction, which may also mean that it has pruned it. */
  receipt(tx: Hex): Promise<Receipt | null>;
  /** Timestamp of a block in seconds; null when the node has no such block. */
  blockTime(block: number | Hex): Promise<number | null>;
  /** Hashes of a block's transactions; null when the node no longer keeps them. */
  transactions(block: number): Promise<readonly Hex[] | null>;
  /** Return data of a call at the newest block. */
  call(to: Hex, data: Hex): Promise<Hex>;
}
