import { LunaError } from '@luna/runtime';
import { defineChain, parseGwei } from 'viem';
import type { Chain } from 'viem';

/** What differs from chain to chain. Fees in wei per gas, times in milliseconds, depths in blocks. */
export interface ChainSettings {
  readonly id: number;
  readonly name: string;
  /** True for the one chain that may lose its past and mines only when told to. */
  readonly development: boolean;
  /** Blocks on top of a finalised block before we call it settled. */
  readonly settledDepth: number;
  /** Least tip that block producers accept (Polygon: PIP-88), whatever the node suggests. */
  readonly minTip: bigint;
  /** Highest tip we follow the node's suggestion to. */
  readonly maxTip: bigint;
  /** Highest fee we ever sign; above it transactions wait. */
  readonly maxFee: bigint;
  /** How long the newest signed transaction of an intent may wait before it is replaced. */
  readonly replaceAfterMs: number;
  /** How long until the same bytes are broadcast again. */
  readonly rebroadcastAfterMs: number;
  /** How far back a newly named successor's first events are looked for. */
  readonly successorBlocks: number;
  readonly viem: Chain;
}

/** Blocks of one second at the fastest: more than the two days an administrator's call is delayed. */
const FOUR_DAYS_OF_BLOCKS = 345_600;

const pol = { name: 'POL', symbol: 'POL', decimals: 18 };

const polygonLike = {
  development: false,
  minTip: parseGwei('30'),
  maxTip: parseGwei('500'),
  maxFee: parseGwei('3000'),
  replaceAfterMs: 60_000,
  rebroadcastAfterMs: 20_000,
  successorBlocks: FOUR_DAYS_OF_BLOCKS,
};

const SETTINGS: readonly ChainSettings[] = [
  {
    ...polygonLike,
    id: 137,
    name: 'Polygon',
    settledDepth: 500,
    viem: defineChain({
      id: 137,
      name: 'Polygon',
      nativeCurrency: pol,
      rpcUrls: { default: { http: ['https://polygon-rpc.com'] } },
    }),
  },
  {
    ...polygonLike,
    id: 80_002,
    name: 'Polygon Amoy',
    settledDepth: 64,
    viem: defineChain({
      id: 80_002,
      name: 'Polygon Amoy',
      nativeCurrency: pol,
      rpcUrls: { default: { http: ['https://rpc-amoy.polygon.technology'] } },
      testnet: true,
    }),
  },
  {
    id: 31_337,
    name: 'development chain',
    development: true,
    settledDepth: 2,
    minTip: parseGwei('1'),
    maxTip: parseGwei('500'),
    maxFee: parseGwei('3000'),
    replaceAfterMs: 10_000,
    rebroadcastAfterMs: 5_000,
    successorBlocks: FOUR_DAYS_OF_BLOCKS,
    viem: defineChain({
      id: 31_337,
      name: 'development chain',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: ['http://127.0.0.1:8545'] } },
      testnet: true,
    }),
  },
];

/**
 * The settings of a chain we know how to use.
 * @throws LunaError CHAIN_UNKNOWN for any other chain id.
 */
export function chainSettings(chainId: number): ChainSettings {
  const found = SETTINGS.find((settings) => settings.id === chainId);
  if (found !== undefined) return found;
  const known = SETTINGS.map(({ id }) => id).join(', ');
  throw new LunaError(
    'CHAIN_UNKNOWN',
    `Chain ${chainId} is not supported; CHAIN_ID is one of ${known}`,
  );
}
