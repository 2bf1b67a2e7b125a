import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { loadConfig, required } from './config.ts';

describe('loadConfig', () => {
  let home: string;
  const writeLocal = (content: string) => {
    mkdirSync(join(home, 'secrets'), { recursive: true });
    writeFileSync(join(home, 'secrets/config.json'), content);
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'luna-config-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('has a default for everything that the local stack needs', () => {
    expect(loadConfig({ LUNA_HOME: home })).toMatchObject({
      LUNA_HOME: home,
      HOST: '127.0.0.1',
      API_PORT: 3000,
      WEB_PORT: 5173,
      POSTGRES_PORT: 54_329,
      CHAIN_PORT: 8545,
      PUBLIC_URL: 'http://127.0.0.1:5173',
      CHAIN_ID: 31_337,
      ANCHOR_INTERVAL: 5,
      LOG_KEY_FILE: join(home, 'secrets/log.key'),
      IPFS_GATEWAYS: ['http://127.0.0.1:3000'],
    });
  });

  it('anchors once a minute on any chain but the development one', () => {
    expect(loadConfig({ LUNA_HOME: home, CHAIN_ID: '137' }).ANCHOR_INTERVAL).toBe(60);
  });

  it('splits lists at commas', () => {
    const config = loadConfig({
      LUNA_HOME: home,
      RPC_URLS: 'https://a.example, https://b.example,',
    });
    expect(config.RPC_URLS).toEqual(['https://a.example', 'https://b.example']);
  });

  it('takes an empty variable for an unset one', () => {
    expect(loadConfig({ LUNA_HOME: home, API_PORT: '', REDIS_URL: '' })).toMatchObject({
      API_PORT: 3000,
    });
  });

  it('reads what npm start left behind, and lets the environment win', () => {
    writeLocal(JSON.stringify({ API_PORT: '4000', WEB_PORT: '4001' }));
    const config = loadConfig({ LUNA_HOME: home, WEB_PORT: '5000' });
    expect([config.API_PORT, config.WEB_PORT]).toEqual([4000, 5000]);
    const without = loadConfig({ LUNA_HOME: home }, { localConfig: false });
    expect(without.API_PORT).toBe(3000);
  });

  it('error: names every wrong variable', () => {
    const wrong = {
      LUNA_HOME: home,
      API_PORT: '70000',
      DATABASE_URL: 'mysql://x',
      PASSPORT_LOG: '0x1',
      ANCHOR_INTERVAL: '0',
    };
    expect(() => loadConfig(wrong)).toThrow(
      /API_PORT: .*DATABASE_URL: .*PASSPORT_LOG: .*ANCHOR_INTERVAL: /s,
    );
  });

  it('error: a damaged local file is named', () => {
    writeLocal('{"API_PORT": 4000}');
    expect(() => loadConfig({ LUNA_HOME: home })).toThrow(/config\.json does not hold/);
    writeLocal('{"API_');
    expect(() => loadConfig({ LUNA_HOME: home })).toThrow(/config\.json does not hold/);
  });
});

describe('required', () => {
  it('gives the value, or names the variable that is missing', () => {
    const config = loadConfig({ LUNA_HOME: tmpdir(), LOG_ORIGIN: 'log.example' });
    expect(required(config, 'LOG_ORIGIN')).toBe('log.example');
    expect(() => required(config, 'DATABASE_URL')).toThrow(/^DATABASE_URL is not set/);
  });
});
