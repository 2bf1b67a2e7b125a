import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { BLOCK_LIMIT, cidOf } from './manifest/block.ts';
import { readFromGateways } from './read-from-gateways.ts';

const BLOCK = new TextEncoder().encode('a block');
const CID = cidOf(BLOCK, 'raw');

describe('readFromGateways', () => {
  const servers: Server[] = [];

  async function gateway(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}`;
  }
  const serving = (bytes: Uint8Array) => gateway((_request, response) => response.end(bytes));

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('asks for the raw block and hashes it', async () => {
    const asked: (string | undefined)[] = [];
    const url = await gateway((request, response) => {
      asked.push(request.url, request.headers.accept);
      response.end(BLOCK);
    });
    expect(Buffer.from(await readFromGateways([`${url}/`], CID))).toEqual(Buffer.from(BLOCK));
    expect(asked).toEqual([`/ipfs/${CID}?format=raw`, 'application/vnd.ipld.raw']);
  });

  it('passes by gateways that lie, fail, stall or are not there', async () => {
    const lying = await serving(new TextEncoder().encode('b block'));
    const failing = await gateway((_request, response) => response.writeHead(504).end());
    const stalling = await gateway(() => undefined);
    const honest = await serving(BLOCK);
    const urls = [lying, failing, stalling, 'http://127.0.0.1:1', honest];
    const bytes = await readFromGateways(urls, CID, { timeoutMs: 200 });
    expect(Buffer.from(bytes)).toEqual(Buffer.from(BLOCK));
  });

  it('stops reading a body above 1 MiB', async () => {
    const endless = await gateway((_request, response) => {
      const send = (): void => {
        while (response.write(new Uint8Array(65_536)));
        response.once('drain', send);
      };
      send();
    });
    await expect(readFromGateways([endless], CID)).rejects.toThrow('more than 1 MiB');
  });

  it('takes a block of exactly 1 MiB', async () => {
    const bytes = new Uint8Array(BLOCK_LIMIT);
    const url = await serving(bytes);
    expect((await readFromGateways([url], cidOf(bytes, 'raw'))).length).toBe(BLOCK_LIMIT);
  });

  it('says what each gateway did, without the key in its URL', async () => {
    const lying = await serving(new Uint8Array(3));
    const error: unknown = await readFromGateways(
      [lying, 'http://user:secret@127.0.0.1:1', 'nonsense'],
      CID,
    ).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'CONTENT_UNAVAILABLE',
      retryable: true,
      details: { cid: CID },
    });
    expect(String(error)).toContain('served other bytes');
    expect(String(error)).not.toContain('secret');
  });

  it('says that no gateway is configured', async () => {
    await expect(readFromGateways([], CID)).rejects.toThrow('no gateway is configured');
  });

  it('refuses what is not a CID', async () => {
    await expect(readFromGateways([], '../../etc/passwd')).rejects.toMatchObject({
      code: 'CID_INVALID',
    });
  });
});
