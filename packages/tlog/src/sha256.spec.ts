import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { rolldown } from 'rolldown';
import { describe, expect, test } from 'vitest';
import { digest as browserDigest } from './sha256.browser.ts';
import { digest as nodeDigest } from './sha256.node.ts';

describe('sha256', () => {
  test('behaviour: Node and browser agree on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(nodeDigest(bytes)).toStrictEqual(browserDigest(bytes));
      }),
    );
  });

  test('default: FIPS 180-4 example "abc"', () => {
    expect(bytesToHex(nodeDigest(new TextEncoder().encode('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test('behaviour: a browser bundle of the package reaches no Node module and hashes the same', async () => {
    const input = new URL('./index.ts', import.meta.url).pathname;
    const bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
    const { output } = await bundle.generate({ format: 'esm' });
    const [{ code, imports }] = output;
    expect(imports).toEqual([]);
    expect(/['"`]node:/.test(code)).toBe(false);
    const built: unknown = await import(
      /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
    );
    expect(built).toHaveProperty('EMPTY_ROOT', nodeDigest(new Uint8Array()));
  });
});
