import { describe, expect, it } from 'vitest';

import { isProxied, wantsPage } from './routes.ts';

describe('isProxied', () => {
  it.each([
    '/api',
    '/api/v1/passports',
    '/log/tile/0/000',
    '/.well-known/x',
    '/01/0952',
    '/issuers/0198/did.json',
    '/health',
  ])('passes %s on', (path) => {
    expect(isProxied(path)).toBe(true);
  });

  it.each(['/', '/p/DP-1', '/apiary', '/logs', '/assets/api/x', '/healthy'])('keeps %s', (path) => {
    expect(isProxied(path)).toBe(false);
  });
});

describe('wantsPage', () => {
  it('is true for browsers and false for programs', () => {
    expect(wantsPage('text/html,application/xhtml+xml;q=0.9,*/*;q=0.8')).toBe(true);
    expect(wantsPage('*/*')).toBe(false);
    expect(wantsPage('application/json')).toBe(false);
    expect(wantsPage(undefined)).toBe(false);
  });
});
