import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';

import { z } from 'zod';

const requestSchema = z.object({
  id: z.unknown(),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});

export type ProxiedRequest = z.infer<typeof requestSchema>;

/** Something to answer instead of the real node's result; `LOST` cuts the connection after the real node acted. */
export type Tamper = (request: ProxiedRequest, real: { result?: unknown }) => unknown;

export const HONEST = Symbol('honest');
export const LOST = Symbol('lost');

export interface Proxy {
  readonly url: string;
  /** Every method that passed through. */
  readonly methods: string[];
  tamper: Tamper;
  close(): Promise<void>;
}

/** A node that passes everything to a real one and may then lie about the answer. */
export async function startProxy(target: string): Promise<Proxy> {
  const methods: string[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body: unknown = JSON.parse(await bodyOf(incoming));
      const requests = z.array(requestSchema).parse(Array.isArray(body) ? body : [body]);
      const answers = await Promise.all(
        requests.map(async (request) => {
          methods.push(request.method);
          const real = await forward(target, request);
          const answer = proxy.tamper(request, real);
          if (answer === HONEST || answer === LOST) return answer === LOST ? LOST : real;
          return { jsonrpc: '2.0', id: request.id, result: answer };
        }),
      );
      if (answers.includes(LOST)) outgoing.destroy();
      else outgoing.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
    })().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const proxy: Proxy = {
    url: `http://127.0.0.1:${port}`,
    methods,
    tamper: () => HONEST,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(z.instanceof(Buffer).parse(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

async function forward(target: string, request: ProxiedRequest): Promise<{ result?: unknown }> {
  const response = await fetch(target, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', ...request }),
  });
  return z.looseObject({ result: z.unknown() }).parse(await response.json());
}
