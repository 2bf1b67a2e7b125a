import { createServer, type Server } from 'node:http';
import type { ChainReader, Hex } from '@luna/evidence';
import * as z from 'zod/mini';

const hex = z.templateLiteral(['0x', z.string()]);
const question = z.object({ method: z.string(), params: z.array(z.unknown()) });
const call = z.object({ to: hex, data: hex });
const quantity = (value: number): string => `0x${value.toString(16)}`;

/** A chain in memory behind plain JSON-RPC, as a public server would offer it to a page. */
export async function serveChain(chain: ChainReader): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method, params } = question.parse(JSON.parse(Buffer.concat(parts).toString()));
      void answer(chain, method, params).then((result) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
      });
    });
  });
  return { server, url: await listen(server) };
}

async function answer(
  chain: ChainReader,
  method: string,
  [first]: readonly unknown[],
): Promise<unknown> {
  switch (method) {
    case 'eth_chainId':
      return quantity(await chain.chainId());
    case 'eth_call': {
      const { to, data } = call.parse(first);
      return chain.call(to, data);
    }
    case 'eth_getTransactionReceipt': {
      const receipt = await chain.receipt(hex.parse(first));
      if (receipt === null) return null;
      const status = receipt.status === 'success' ? '0x1' : '0x0';
      return { ...receipt, status, blockNumber: quantity(receipt.blockNumber) };
    }
    case 'eth_getBlockByNumber':
      return first === 'finalized' ? finalized(chain) : block(chain, hex.parse(first));
    default:
      throw new Error(`the page should not ask ${method}`);
  }
}

async function finalized(chain: ChainReader): Promise<object> {
  const { number, hash, timestamp } = await chain.finalizedBlock();
  return { number: quantity(number), hash, timestamp: quantity(timestamp) };
}

async function block(chain: ChainReader, number: Hex): Promise<object | null> {
  const time = await chain.blockTime(Number(number));
  const hash = `0x${'0'.repeat(64)}`;
  if (time === null) return null;
  const transactions = await chain.transactions(Number(number));
  return { number, hash, timestamp: quantity(time), transactions };
}

/** Listens on a free port of the loopback interface. */
export function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      resolve(`http://127.0.0.1:${port ?? 0}`);
    });
  });
}
