/** Settings of an api whose clients all come from one address: none of them is refused. */
export const NO_RATE_LIMITS = {
  RATE_LIMIT_ANONYMOUS: '1000000000',
  RATE_LIMIT_CALLER: '1000000000',
} as const;
