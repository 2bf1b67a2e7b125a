import { connect, type NetConnectOpts } from 'node:net';
import { LunaError } from '@luna/runtime';
import type { Scanner } from './scanner.ts';

/** Of a whole scan, waiting in clamd's queue included. */
const TIMEOUT_MS = 30_000;
const CHUNK = 64 * 1024;
/** Answers are a line; whoever sends more is not clamd. */
const MAX_ANSWER = 4096;

/**
 * ClamAV's daemon at `tcp://host:port` or `unix:///path`, by its protocol (clamd(8)): a command that
 * begins with `z` and ends with NUL is answered up to a NUL, on a connection of its own.
 */
export function clamdScanner(url: string, { timeoutMs = TIMEOUT_MS } = {}): Scanner {
  const place = placeOf(new URL(url));
  return {
    scan: async (bytes) => {
      const answer = await ask(place, [Buffer.from('zINSTREAM\0'), ...framed(bytes)], timeoutMs);
      if (answer === 'stream: OK') return undefined;
      const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
      if (found === undefined) throw unavailable(answer);
      return found;
    },
    ping: async () => {
      const answer = await ask(place, [Buffer.from('zPING\0')], timeoutMs);
      if (answer !== 'PONG') throw unavailable(answer);
    },
  };
}

function placeOf({ protocol, hostname, port, pathname }: URL): NetConnectOpts {
  if (protocol === 'unix:') return { path: decodeURIComponent(pathname) };
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** Pieces behind their lengths (4 bytes, big-endian), and one without length to end. */
function* framed(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const piece = bytes.subarray(at, at + CHUNK);
    yield lengthOf(piece);
    yield piece;
  }
  yield lengthOf(Buffer.of());
}

function lengthOf({ length }: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return head;
}

/** The answer without its NUL. What is cut off, too long or late is none: SCANNER_UNAVAILABLE. */
function ask(
  place: NetConnectOpts,
  pieces: readonly Uint8Array[],
  timeoutMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(place);
    const fail = (cause: unknown) => {
      reject(unavailable(cause));
      socket.destroy();
    };
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
    let answer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      const end = answer.indexOf(0);
      if (end !== -1) resolve(answer.toString('utf8', 0, end));
      if (end !== -1 || answer.length > MAX_ANSWER) socket.destroy();
    });
    socket.once('error', fail);
    socket.once('close', () => {
      clearTimeout(timer);
      fail(`the connection ended after ${answer.length} bytes of an answer`);
    });
    for (const piece of pieces) socket.write(piece);
  });
}

function unavailable(cause: unknown): LunaError {
  return new LunaError(
    'SCANNER_UNAVAILABLE',
    'The virus scanner does not answer, so nothing was kept. Try again in a moment.',
    { retryable: true, cause },
  );
}
