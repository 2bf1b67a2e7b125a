import { describe, expect, test, vi } from 'vitest';
import type { ChainErrorCode } from './chain-error.ts';
import type { Hex } from './chain-reader.ts';
import { jsonRpcReader } from './json-rpc-reader.ts';

const TX: Hex = `0x${'7a'.repeat(32)}`;
const HASH = `0x${'0B'.repeat(32)}`;

const answering = (result: unknown) => (): Promise<Response> =>
  Promise.resolve(Response.json({ jsonrpc: '2.0', id: 1, result }));
const withStatus = (status: number, body: string) => (): Promise<Response> =>
  Promise.resolve(new Response(body, { status }));

const reader = (...servers: (() => Promise<Response>)[]) => {
  const request = vi.fn<typeof fetch>((url) => {
    const server = servers[typeof url === 'string' ? Number(url.split('/').at(-1)) : -1];
    return server === undefined ? Promise.reject(new TypeError('fetch failed')) : server();
  });
  const urls = servers.map((_, index) => `https://rpc.example/${index}`);
  return { chain: jsonRpcReader(urls, request, { timeout: 50 }), request };
};
const failure = (code: ChainErrorCode): object => ({ name: 'ChainError', code });

describe('jsonRpcReader', () => {
  test('default: asks anonymously, for what it was asked', async () => {
    const { chain, request } = reader(answering('0x89'));
    expect(await chain.chainId()).toBe(137);
    const init = request.mock.calls[0]?.[1];
    expect(init).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}',
    });
  });

  test('default: reads blocks, receipts, transactions and calls', async () => {
    const block = { number: '0xA', hash: HASH, timestamp: '0x64', transactions: [TX], extra: 1 };
    expect(await reader(answering(block)).chain.finalizedBlock()).toEqual({
      number: 10,
      hash: HASH.toLowerCase(),
      timestamp: 100,
    });
    expect(await reader(answering(block)).chain.blockTime(10)).toBe(100);
    expect(await reader(answering(block)).chain.blockTime(TX)).toBe(100);
    expect(await reader(answering(block)).chain.transactions(10)).toEqual([TX]);
    expect(await reader(answering('0xAB')).chain.call(TX, '0x')).toBe('0xab');
    const log = { address: `0x${'C0'.repeat(20)}`, topics: [HASH], data: '0x', removed: false };
    const receipt = { status: '0x1', blockNumber: '0xa', logs: [log] };
    expect(await reader(answering(receipt)).chain.receipt(TX)).toEqual({
      status: 'success',
      blockNumber: 10,
      logs: [{ address: `0x${'c0'.repeat(20)}`, topics: [HASH.toLowerCase()], data: '0x' }],
    });
  });

  test('behaviour: what the chain does not know is null, not an error', async () => {
    const { chain } = reader(answering(null));
    expect(await chain.receipt(TX)).toBeNull();
    expect(await chain.blockTime(1)).toBeNull();
    expect(await chain.transactions(1)).toBeNull();
  });

  test.each<[string, () => Promise<Response>]>([
    ['is unreachable', () => Promise.reject(new TypeError('fetch failed'))],
    ['has an error', withStatus(503, 'down')],
    ['refuses', withStatus(200, '{"error":{"code":-32601,"message":"no such method"}}')],
    ['answers a page', withStatus(200, '<html>')],
    ['answers nonsense', answering({ hello: 1 })],
  ])('behaviour: the next server is asked when one %s', async (_, broken) => {
    const { chain, request } = reader(broken, answering('0x1'));
    expect(await chain.chainId()).toBe(1);
    expect(request).toHaveBeenCalledTimes(2);
  });

  test.each<[string, ChainErrorCode, () => Promise<Response>]>([
    ['no connection', 'CHAIN_UNREACHABLE', () => Promise.reject(new TypeError('fetch failed'))],
    ['a server error', 'CHAIN_UNREACHABLE', withStatus(502, 'bad gateway')],
    [
      'a JSON-RPC error',
      'CHAIN_REFUSED',
      withStatus(429, '{"error":{"code":-5,"message":"limit"}}'),
    ],
    ['no answer at all', 'CHAIN_ANSWER_INVALID', withStatus(200, '{"jsonrpc":"2.0"}')],
    ['a page instead', 'CHAIN_ANSWER_INVALID', withStatus(200, 'hello')],
    ['another answer', 'CHAIN_ANSWER_INVALID', answering('137')],
  ])('error: %s', async (_, code, server) => {
    await expect(reader(server).chain.chainId()).rejects.toMatchObject(failure(code));
  });

  test('error: a server that does not answer in time', async () => {
    const request: typeof fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(new DOMException('too slow', 'TimeoutError'));
        });
      });
    const chain = jsonRpcReader(['https://rpc.example'], request, { timeout: 5 });
    await expect(chain.chainId()).rejects.toMatchObject(failure('CHAIN_TIMEOUT'));
  });

  test('error: no server configured', async () => {
    await expect(jsonRpcReader([]).chainId()).rejects.toMatchObject(failure('CHAIN_UNREACHABLE'));
  });
});
