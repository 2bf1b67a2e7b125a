// Generated from contracts/ by `npm run gen`. Do not edit.

/** First topic of each event. */
export const POINTS_BRIDGE_TOPICS = {
  "AuthorityUpdated": "0x2f658b440c35314f52658ea8a740e05b284cdc84dc9ae01e891f21b8933e7cad",
  "ClaimSkipped": "0xf1e535ae48048d94c4811e78a6c267bc73e549d6681b0fa711899d7047772acf",
  "Claimed": "0x0508a8b4117d9a7b3d8f5895f6413e61b4f9a2df35afbfb41e78d0ecfff1843f",
  "Deposited": "0x7b8b20b64beb485ab07563d3734306fb4a14353974241a3e5b3a61cf91d3b37a",
  "Followed": "0x4cc7d9539ce01437cdeb528a3129c5cda0d65929048a1f9942d9dae632e70370",
  "LimitChanged": "0xab8f23657223010f6f83aa04cadce702048ca4a7cbd9b47d3c56371f9ae38e31",
  "MaturityChanged": "0x81cee915562ed848e6a85d8bf35fd5e3102bec3873b5d37a385b0ba83d08aa8e",
  "Paused": "0x62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258",
  "Unpaused": "0x5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa"
} as const;

/** First four bytes of the call data of each function. */
export const POINTS_BRIDGE_SELECTORS = {
  "authority": "0xbf7e214f",
  "available": "0x48a0d754",
  "claim": "0xc6c4008e",
  "claimBatch": "0x0eb99b51",
  "claimed": "0xcc3c0f06",
  "deposit": "0xc9630cb0",
  "depositWithPermit": "0xc5de6d8d",
  "deposits": "0x323a5e0b",
  "follow": "0xa433ccc7",
  "isConsumingScheduledOp": "0x8fb36037",
  "limit": "0xa4d66daf",
  "log": "0x51973ec9",
  "maturity": "0x204f83f9",
  "pause": "0x8456cb59",
  "paused": "0x5c975abb",
  "setAuthority": "0x7a9e5e4b",
  "setLimit": "0x4a64352b",
  "setMaturity": "0x888cc980",
  "token": "0xfc0c546a",
  "unpause": "0x3f4ba83a"
} as const;
