import { createServer, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { encodeEvidence, type Evidence, type Trust } from '@luna/evidence';
import { listen } from './rpc-server.ts';

/** What the fixture api says about a passport: evidence, raw bytes, an error, or a broken line. */
export type Answer = Evidence | Uint8Array | { status: number; code: string } | 'no answer';

export type PageServer = {
  url: string;
  server: Server;
  /** By passport code; any other is unknown. */
  answers: Map<string, Answer>;
  config: { trust: Trust; rpcUrls: string[] };
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The built page behind the headers of the real gateway, with an api of fixtures. */
export async function servePage(dist: URL, trust: Trust, rpcUrls: string[]): Promise<PageServer> {
  const answers = new Map<string, Answer>();
  const config = { trust, rpcUrls };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    setHeaders(response, config.rpcUrls);
    const code = /^\/api\/v1\/passports\/([^/]+)\/evidence$/.exec(pathname)?.[1];
    if (code !== undefined) sendEvidence(response, answers.get(decodeURIComponent(code)));
    else if (pathname === '/config.json') {
      sendJson(response, 200, { ...config, ipfsGateways: [], apiUrl: '/' });
    } else void sendFile(response, dist, pathname);
  });
  return { url: await listen(server), server, answers, config };
}

function setHeaders(response: ServerResponse, rpcUrls: readonly string[]): void {
  const connect = ["'self'", ...rpcUrls.map((url) => new URL(url).origin)].join(' ');
  response.setHeader(
    'content-security-policy',
    `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; ` +
      `connect-src ${connect}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'`,
  );
  response.setHeader('x-content-type-options', 'nosniff');
}

function sendEvidence(response: ServerResponse, answer: Answer | undefined): void {
  if (answer === 'no answer') response.destroy();
  else if (answer === undefined) sendError(response, 404, 'PASSPORT_UNKNOWN');
  else if (answer instanceof Uint8Array) response.end(answer);
  else if ('status' in answer) sendError(response, answer.status, answer.code);
  else {
    const data: unknown = JSON.parse(new TextDecoder().decode(encodeEvidence(answer)));
    sendJson(response, 200, { statusCode: 200, data, message: 'Success' });
  }
}

function sendError(response: ServerResponse, statusCode: number, code: string): void {
  sendJson(response, statusCode, { statusCode, code, message: code, errors: [] });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function sendFile(response: ServerResponse, dist: URL, pathname: string): Promise<void> {
  const name = extname(pathname) === '' ? 'index.html' : pathname.slice(1);
  try {
    const bytes = await readFile(new URL(name, dist));
    response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream');
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}
