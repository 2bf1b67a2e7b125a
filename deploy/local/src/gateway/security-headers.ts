/** Origins the page may call besides its own: RPC endpoints and IPFS gateways. */
export interface PageConnections {
  rpcUrls: readonly string[];
  ipfsGateways: readonly string[];
}

/**
 * Headers of every page. Nothing inline, nothing from elsewhere; WebAssembly for the QR reader.
 * X-XSS-Protection is 0 because the filter it switches on did harm where it still exists.
 */
export function securityHeaders({ rpcUrls, ipfsGateways }: PageConnections) {
  const origins = new Set([...rpcUrls, ...ipfsGateways].map((url) => new URL(url).origin));
  const policy = [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "img-src 'self' blob: data:",
    ["connect-src 'self'", ...origins].join(' '),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-xss-protection': '0',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
  } as const;
}
