import { createServer, type Server } from 'node:net';
import { listWallets } from '@luna/api-client';
import { freePort, startAnvil, type TestAnvil } from '@luna/local/testing';
import type { Address, Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { makeLinker } from './testing/linker.ts';
import { ownedBy, placeCode, returning, REVERTING, SILENT } from './testing/wallet-contracts.ts';

const owner = privateKeyToAccount(generatePrivateKey());
/** No key's signature: longer than 65 bytes, as contracts have them. */
const long = (signature: Hex) => `${signature}${'a1'.repeat(200)}`;
const WRONG = [400, 'SIGNATURE_WRONG'];
const UNAVAILABLE = [503, 'CHAIN_UNAVAILABLE'];

describe('wallets that are contracts (EIP-1271)', () => {
  let anvil: TestAnvil;
  let api: TestApi;
  beforeAll(async () => {
    anvil = await startAnvil();
    api = await startTestApi({ env: { RPC_URLS: anvil.url } });
  });
  afterAll(async () => {
    await api.close();
    await anvil.stop();
  });

  /** Lets somebody link this address with what the owner signed. */
  async function attempt(address: Address, form: (signature: Hex) => string = long, on = api) {
    const person = await makeLinker(on);
    const message = await person.messageFor(address);
    const signature = await owner.signMessage({ message });
    return { ...person, message, signature, result: person.link(message, form(signature)) };
  }

  it('are linked when they say that they signed, by a signature of any length', async () => {
    for (const form of [long, (signature: Hex) => signature]) {
      const address = await placeCode(anvil.url, ownedBy(owner.address));
      const { client, result } = await attempt(address, form);
      expect(await got(result)).toMatchObject({ address });
      expect(await got(listWallets({ client }))).toMatchObject([{ address }]);
    }
  });

  it('are asked about the very message that names them, nonce and all', async () => {
    const address = await placeCode(anvil.url, ownedBy(owner.address));
    const { link, message, signature, result } = await attempt(address);
    const other = `${message}\nRequest ID: 2`;
    expect(await refused(link(other, long(signature)))).toEqual(WRONG);
    await got(result);
    expect(await refused(link(message, long(signature)))).toEqual([400, 'SIWE_NONCE_INVALID']);
  });

  it.each<[string, Hex]>([
    ['refuses', ownedBy('0x00000000000000000000000000000000000000A1')],
    ['reverts', REVERTING],
    ['returns nothing', SILENT],
    ['says true instead', returning('01'.padStart(64, '0'))],
    ['returns the four bytes at the wrong end', returning('1626ba7e'.padStart(64, '0'))],
    ['returns more than the four bytes', returning('1626ba7e'.padEnd(64, 'f'))],
  ])('are not linked when the contract %s', async (_, code) => {
    const { client, result } = await attempt(await placeCode(anvil.url, code));
    expect(await refused(result)).toEqual(WRONG);
    expect(await got(listWallets({ client }))).toEqual([]);
  });

  it('are not linked where there is no code', async () => {
    const { result } = await attempt('0x00000000000000000000000000000000000000A1');
    expect(await refused(result)).toEqual(WRONG);
  });

  describe('and no proper node', () => {
    let hanging: Server;
    let other: TestAnvil;
    const nodes: Record<string, string> = {};
    beforeAll(async () => {
      hanging = createServer(() => undefined);
      const port = await freePort();
      await new Promise<void>((resolve) => hanging.listen(port, '127.0.0.1', resolve));
      other = await startAnvil({ chainId: 137 });
      nodes['dead'] = `http://127.0.0.1:${await freePort()}`;
      nodes['hanging'] = `http://127.0.0.1:${port}`;
      nodes['of another chain'] = other.url;
    });
    afterAll(async () => {
      hanging.close();
      await other.stop();
    });

    it.each(['dead', 'hanging', 'of another chain'])('wait while it is %s', async (what) => {
      const alone = await startTestApi({ env: { RPC_URLS: nodes[what] ?? '' } });
      const address = await placeCode(other.url, ownedBy(owner.address));
      const began = performance.now();
      const { client, link, message, result } = await attempt(address, long, alone);
      expect(await result).toMatchObject({ error: { retryable: true } });
      expect(await refused(result)).toEqual(UNAVAILABLE);
      expect(performance.now() - began).toBeLessThan(10_000);
      // The nonce is not spent, and a key's own wallet needs no chain.
      const text = message.replace(address, owner.address);
      await got(link(text, await owner.signMessage({ message: text })));
      expect(await got(listWallets({ client }))).toMatchObject([{ address: owner.address }]);
      await alone.close();
    });
  });
});
