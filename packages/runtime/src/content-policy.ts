/**
 * Options for helmet, for the api and for whatever serves the page: nothing inline, nothing from
 * elsewhere, never in a frame; WebAssembly for the QR reader. `urls` are the RPC endpoints and IPFS
 * gateways that a page may call; only their origins are told, because paths may hold keys.
 */
export function helmetOptions(urls: readonly string[]) {
  const origins = new Set(urls.map((url) => new URL(url).origin));
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        connectSrc: ["'self'", ...origins],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
    frameguard: { action: 'deny' as const },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' as const },
    // Logs, proofs and public documents are there to be read from other origins (docs/spec/log.md).
    crossOriginResourcePolicy: { policy: 'cross-origin' as const },
  };
}
