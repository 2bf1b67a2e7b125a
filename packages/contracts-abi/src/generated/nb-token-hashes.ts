// Generated from contracts/ by `npm run gen`. Do not edit.

/** First topic of each event. */
export const NB_TOKEN_TOPICS = {
  "Approval": "0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925",
  "EIP712DomainChanged": "0x0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31",
  "Transfer": "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
} as const;

/** First four bytes of the call data of each function. */
export const NB_TOKEN_SELECTORS = {
  "DOMAIN_SEPARATOR": "0x3644e515",
  "allowance": "0xdd62ed3e",
  "approve": "0x095ea7b3",
  "balanceOf": "0x70a08231",
  "bridge": "0xe78cea92",
  "burnFrom": "0x79cc6790",
  "cap": "0x355274ea",
  "decimals": "0x313ce567",
  "eip712Domain": "0x84b0196e",
  "mint": "0x40c10f19",
  "name": "0x06fdde03",
  "nonces": "0x7ecebe00",
  "permit": "0xd505accf",
  "symbol": "0x95d89b41",
  "totalSupply": "0x18160ddd",
  "transfer": "0xa9059cbb",
  "transferFrom": "0x23b872dd"
} as const;
