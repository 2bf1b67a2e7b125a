import * as z from 'zod/mini';
import { ChainError } from './chain-error.ts';
import type { ChainReader, Hex } from './chain-reader.ts';

const lower = (text: string): Hex => `0x${text.slice(2).toLowerCase()}`;
const hex = z.pipe(z.string().check(z.regex(/^0x[0-9a-fA-F]*$/)), z.transform(lower));
const quantity = z.pipe(
  z.string().check(z.regex(/^0x[0-9a-fA-F]{1,13}$/)),
  z.transform((text) => Number.parseInt(text, 16)),
);
const block = z.object({ number: quantity, hash: hex, timestamp: quantity });
const receipt = z.object({
  status: z.enum(['0x0', '0x1']),
  blockNumber: quantity,
  logs: z.array(z.object({ address: hex, topics: z.array(hex), data: hex })),
});
const body = z.object({ transactions: z.optional(z.array(hex)) });
const envelope = z.object({
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ code: z.number(), message: z.string() })),
});

export type JsonRpcOptions = {
  /** Milliseconds that one server may take for one answer. */
  timeout?: number;
};

/**
 * Reads a chain by JSON-RPC over `fetch`. The servers in `urls` are asked in order, each only when
 * the one before could not be reached, did not answer in time, or answered with something else; the
 * last failure is thrown as `ChainError`. An error object of JSON-RPC counts as such a failure too,
 * because servers differ in what they keep.
 */
export function jsonRpcReader(
  urls: readonly string[],
  request: typeof fetch = fetch,
  { timeout = 10_000 }: JsonRpcOptions = {},
): ChainReader {
  async function ask<T>(
    method: string,
    params: readonly unknown[],
    answer: z.ZodMiniType<T>,
  ): Promise<T> {
    let failure = new ChainError('CHAIN_UNREACHABLE', 'No chain server is configured.');
    for (const url of urls) {
      try {
        return read(answer, method, await post(request, url, method, params, timeout));
      } catch (error) {
        if (!(error instanceof ChainError)) throw error;
        failure = error;
      }
    }
    throw failure;
  }
  const tag = (number: number): string => `0x${number.toString(16)}`;

  return {
    chainId: () => ask('eth_chainId', [], quantity),
    finalizedBlock: () => ask('eth_getBlockByNumber', ['finalized', false], block),
    receipt: async (tx) => {
      const found = await ask('eth_getTransactionReceipt', [tx], z.nullable(receipt));
      if (found === null) return null;
      return { ...found, status: found.status === '0x1' ? 'success' : 'reverted' };
    },
    blockTime: async (at) => {
      const found = await (typeof at === 'number'
        ? ask('eth_getBlockByNumber', [tag(at), false], z.nullable(block))
        : ask('eth_getBlockByHash', [at, false], z.nullable(block)));
      return found?.timestamp ?? null;
    },
    transactions: async (number) =>
      (await ask('eth_getBlockByNumber', [tag(number), false], z.nullable(body)))?.transactions ??
      null,
    call: (to, data) => ask('eth_call', [{ to, data }, 'latest'], hex),
  };
}

async function post(
  request: typeof fetch,
  url: string,
  method: string,
  params: readonly unknown[],
  timeout: number,
): Promise<unknown> {
  try {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(timeout),
      // The chain needs no cookies, and a reader stays anonymous.
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    // JSON-RPC errors may come with any status; what is not JSON is judged by the status.
    const text = await response.text();
    const value = parseJson(text);
    if (value !== undefined) return value;
    if (response.ok) throw invalid(method);
    throw new ChainError('CHAIN_UNREACHABLE', `The chain server answered HTTP ${response.status}.`);
  } catch (error) {
    if (error instanceof ChainError) throw error;
    if (error instanceof Error && error.name === 'TimeoutError') {
      const message = `The chain server did not answer within ${timeout / 1000} s.`;
      throw new ChainError('CHAIN_TIMEOUT', message, { cause: error });
    }
    const message = 'The chain server cannot be reached.';
    throw new ChainError('CHAIN_UNREACHABLE', message, { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function read<T>(answer: z.ZodMiniType<T>, method: string, value: unknown): T {
  const parsed = envelope.safeParse(value);
  if (!parsed.success) throw invalid(method);
  const { error, result } = parsed.data;
  if (error !== undefined) {
    throw new ChainError(
      'CHAIN_REFUSED',
      `The chain server refused ${method} (error ${error.code}).`,
    );
  }
  const checked = answer.safeParse(result);
  if (!checked.success) throw invalid(method);
  return checked.data;
}

function invalid(method: string): ChainError {
  return new ChainError(
    'CHAIN_ANSWER_INVALID',
    `The chain server gave no valid answer to ${method}.`,
  );
}
