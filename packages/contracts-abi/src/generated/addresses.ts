// Generated from contracts/ by `npm run gen`. Do not edit.

export type ContractAddresses = {
  readonly passportLog: `0x${string}`;
  readonly accessManager: `0x${string}`;
  readonly pointsBridge: `0x${string}`;
  readonly nbToken: `0x${string}`;
};

/** Contracts by chain id. A chain that is missing has no committed deployment. */
export const addresses: Readonly<Record<number, ContractAddresses>> = {};
