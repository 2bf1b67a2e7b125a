import { describe, expect, it } from 'vitest';

import { pageConfig } from './page-config.ts';

describe('pageConfig', () => {
  it('puts the page’s own origin before the gateways somebody chose', () => {
    const trust = { chainId: 1, passportLog: '0x', origin: 'o', logKeys: [] };
    const settings = { trust, rpcUrls: ['http://rpc'], ipfsGateways: ['https://ipfs.example'] };
    expect(pageConfig(settings, 'http://localhost:5173')).toEqual({
      ...settings,
      ipfsGateways: ['http://localhost:5173', 'https://ipfs.example'],
      apiUrl: 'http://localhost:5173',
    });
  });
});
