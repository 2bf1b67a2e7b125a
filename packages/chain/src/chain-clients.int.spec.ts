import { freePort, startAnvil } from '@luna/local/testing';
import type { TestAnvil } from '@luna/local/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { assertChainId, createChainClients } from './chain-clients.ts';

let anvil: TestAnvil;
let dead: string;
beforeAll(async () => {
  anvil = await startAnvil();
  dead = `http://127.0.0.1:${await freePort()}`;
});
afterAll(() => anvil.stop());

describe('clients of several nodes', () => {
  test('ask the next one when the first is dead', async () => {
    const clients = createChainClients({ chainId: 31_337, urls: [dead, anvil.url] });
    await assertChainId(clients);
    expect((await clients.rpc.header('latest'))?.number).toBe(0);
    expect(await clients.client.getBlockNumber()).toBe(0n);
  });

  test('error: all dead', async () => {
    const clients = createChainClients({ chainId: 31_337, urls: [dead] });
    const error = { code: 'CHAIN_UNAVAILABLE', retryable: true };
    await expect(assertChainId(clients)).rejects.toMatchObject(error);
    await expect(clients.rpc.header('latest')).rejects.toMatchObject(error);
  });

  test('error: a node of another chain', async () => {
    const clients = createChainClients({ chainId: 137, urls: [dead, anvil.url] });
    await expect(assertChainId(clients)).rejects.toMatchObject({ code: 'CHAIN_WRONG_ID' });
  });

  test('error: no nodes at all', () => {
    expect(() => createChainClients({ chainId: 137, urls: [] })).toThrow(
      expect.objectContaining({ code: 'CHAIN_NO_NODES' }),
    );
  });
});
