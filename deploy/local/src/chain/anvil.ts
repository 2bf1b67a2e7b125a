import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { LunaError } from '@luna/runtime';

import { anvilBinary } from './anvil-binary.ts';
import { startChild } from '../process/child.ts';
import type { Child } from '../process/child.ts';

export interface AnvilOptions {
  /** 0 lets the operating system choose. */
  port: number;
  logFile: string;
  /** Blocks and receipts survive in this file; without it the chain is forgotten at the end. */
  stateFile?: string;
  pidFile?: string;
  chainId?: number;
}

export interface Anvil {
  readonly child: Child;
  readonly port: number;
  readonly url: string;
  /** Writes the state file and ends. */
  stop(): Promise<void>;
}

const LISTENING = /Listening on 127\.0\.0\.1:(\d+)/g;

/**
 * Starts the development chain on loopback and returns when it listens. Blocks are mined per
 * transaction (an idle chain does not grow), and one block's depth is final.
 * @throws LunaError CHAIN_NOT_STARTED with the last lines of its log.
 */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  const { port, logFile, stateFile, pidFile, chainId = 31_337 } = options;
  if (stateFile !== undefined) mkdirSync(dirname(stateFile), { recursive: true });
  const seen = listenings(logFile).length;
  const child = await startChild({
    name: 'chain',
    command: anvilBinary(),
    args: [
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--chain-id', String(chainId), '--slots-in-an-epoch', '1'],
      ...(stateFile === undefined ? [] : ['--state', stateFile, '--state-interval', '5']),
    ],
    logFile,
    ...(pidFile === undefined ? {} : { pidFile }),
    stopSignal: 'SIGTERM',
  });
  const actual = await untilListening(child, seen);
  await silence(actual);
  return { child, port: actual, url: `http://127.0.0.1:${actual}`, stop: () => child.stop() };
}

/** Anvil logs every call; a follower that polls would fill the disk. Errors are still printed. */
async function silence(port: number): Promise<void> {
  const method = 'anvil_setLoggingEnabled';
  await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [false] }),
  });
}

/** The log is appended to by every start, so only a line beyond the `seen` ones is ours. */
async function untilListening(child: Child, seen: number): Promise<number> {
  const deadline = Date.now() + 60_000;
  while (child.running() && Date.now() < deadline) {
    const port = listenings(child.logFile)[seen];
    if (port !== undefined) return port;
    await sleep(50);
  }
  const log = child.tail();
  await child.stop();
  throw new LunaError('CHAIN_NOT_STARTED', `The chain does not answer. Its log says:\n${log}`);
}

function listenings(logFile: string): number[] {
  if (!existsSync(logFile)) return [];
  return [...readFileSync(logFile, 'utf8').matchAll(LISTENING)].map((match) => Number(match[1]));
}
