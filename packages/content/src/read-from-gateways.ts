import { LunaError } from '@luna/runtime';

import { toCid } from './content-errors.ts';
import { BLOCK_LIMIT, isBlock } from './manifest/block.ts';

export interface GatewayOptions {
  fetch?: typeof globalThis.fetch;
  /** For one gateway; 10 s by default. */
  timeoutMs?: number;
}

/**
 * One block from the first gateway that serves the right bytes. Nothing a gateway says is trusted:
 * the bytes are hashed, and more than 1 MiB is not read.
 * @param urls gateways in order of preference, `https://ipfs.io` for instance, without `/ipfs`
 * @throws LunaError CID_INVALID; CONTENT_UNAVAILABLE (retryable) naming what each gateway did
 */
export async function readFromGateways(
  urls: readonly string[],
  cid: string,
  { fetch = globalThis.fetch, timeoutMs = 10_000 }: GatewayOptions = {},
): Promise<Uint8Array> {
  const parsed = toCid(cid);
  const failures: string[] = [];
  for (const url of urls) {
    try {
      const bytes = await fetchBlock(url, cid, fetch, timeoutMs);
      if (isBlock(parsed, bytes)) return bytes;
      failures.push(`${hostOf(url)} served other bytes`);
    } catch (error) {
      failures.push(`${hostOf(url)} ${reasonOf(error)}`);
    }
  }
  const reasons = failures.length === 0 ? 'no gateway is configured' : failures.join('; ');
  throw new LunaError(
    'CONTENT_UNAVAILABLE',
    `No gateway served the block: ${reasons}. Set IPFS_GATEWAYS to gateways that have it.`,
    { retryable: true, details: { cid } },
  );
}

/** Trustless gateway specification: `GET /ipfs/{cid}?format=raw` answers one block. */
async function fetchBlock(
  url: string,
  cid: string,
  fetch: typeof globalThis.fetch,
  timeoutMs: number,
): Promise<Uint8Array> {
  const response = await fetch(`${url.replace(/\/+$/, '')}/ipfs/${cid}?format=raw`, {
    headers: { accept: 'application/vnd.ipld.raw' },
    credentials: 'omit',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new GatewayFailure(`answered with status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > BLOCK_LIMIT) throw new GatewayFailure('sent more than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a gateway did wrong; its message may be shown. */
class GatewayFailure extends Error {}

/** `fetch` quotes whole URLs in its messages, and a gateway's URL may hold an access key. */
function reasonOf(error: unknown): string {
  if (error instanceof GatewayFailure) return error.message;
  if (error instanceof Error && error.name === 'TimeoutError') return 'did not answer in time';
  return 'cannot be reached';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'a gateway without a valid URL';
}
