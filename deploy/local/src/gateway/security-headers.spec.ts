import { describe, expect, it } from 'vitest';

import { securityHeaders } from './security-headers.ts';

describe('securityHeaders', () => {
  const headers = securityHeaders({
    rpcUrls: ['https://rpc.example/secret-path', 'https://rpc.example/other'],
    ipfsGateways: ['http://127.0.0.1:8080'],
  });

  it('lets the page call the configured origins and nothing else', () => {
    expect(headers['content-security-policy']).toContain(
      "connect-src 'self' https://rpc.example http://127.0.0.1:8080;",
    );
  });

  it('allows nothing inline', () => {
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
  });
});
