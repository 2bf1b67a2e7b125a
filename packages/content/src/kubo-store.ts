import { create, type KuboRPCClient } from 'kubo-rpc-client';
import type { CID } from 'multiformats/cid';

import {
  assertBlock,
  assertBlockSize,
  closed,
  notFound,
  toCid,
  unavailable,
} from './content-errors.ts';
import type { ContentStore } from './content-store.ts';
import { cidOf, codecOf } from './manifest/block.ts';
import { KUBO_IMPORT } from './unixfs-import.ts';

/** How long one request to Kubo may take; a block that no peer has would be sought for ever. */
const TIMEOUT_MS = 30_000;

/** Ask this node only, not its peers. The client passes it on, but its types do not know it. */
const OFFLINE = { offline: true };

/**
 * A Kubo node over its RPC, which must not be open to the public: whoever reaches it can do
 * anything with the node. Opens no connection before the first call.
 * @param url of the RPC, `http://127.0.0.1:5001` for instance
 */
export function openKuboStore(url: string, timeoutMs = TIMEOUT_MS): ContentStore {
  const client = create({ url });
  const ending = new AbortController();
  const isClosed = () => ending.signal.aborted;

  const request = async <T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    if (isClosed()) throw closed();
    try {
      return await action(AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]));
    } catch (error) {
      if (isClosed()) throw closed();
      throw unavailable('The IPFS node did not do what it was asked.', error);
    }
  };
  const isHere = (cid: CID): Promise<boolean> =>
    request((signal) => isYes(client.block.stat(cid, { signal, ...OFFLINE })));

  return {
    put: async (bytes, codec) => {
      assertBlockSize(bytes);
      const cid = cidOf(bytes, codec);
      const answer = await request((signal) =>
        client.block.put(bytes, { format: codec, mhtype: 'sha2-256', version: 1, signal }),
      );
      if (answer.toString() !== cid) throw unavailable('The IPFS node stored something else.');
      return cid;
    },
    addFile: async (bytes) => {
      const added = await request((signal) =>
        client.add(bytes, { ...KUBO_IMPORT, pin: false, signal }),
      );
      return added.cid.toString();
    },
    get: async (cid) => {
      const parsed = toCid(cid);
      let bytes: Uint8Array;
      try {
        bytes = await request((signal) => client.block.get(parsed, { signal }));
      } catch (error) {
        if (isClosed() || (await isHere(parsed))) throw error;
        throw notFound(cid, error);
      }
      assertBlock(parsed, bytes, 'The IPFS node');
      return bytes;
    },
    pin: async (cids) => {
      for (const cid of cids) await pinOne(cid);
    },
    has: async (cid) => isHere(toCid(cid)),
    close: () => {
      ending.abort();
      return Promise.resolve();
    },
  };

  async function pinOne(cid: string): Promise<void> {
    const parsed = toCid(cid);
    if (!(await isHere(parsed))) throw notFound(cid);
    const recursive = codecOf(parsed) !== 'dag-cbor';
    try {
      await request((signal) => client.pin.add(parsed, { recursive, signal }));
    } catch (error) {
      // Kubo refuses to pin alone what is pinned with all it links, which protects it as well.
      if (!(await request((signal) => isYes(pinOf(client, parsed, signal))))) throw error;
    }
  }
}

/** Rejects when Kubo has no pin that protects the block. */
async function pinOf(client: KuboRPCClient, cid: CID, signal: AbortSignal): Promise<void> {
  for await (const pin of client.pin.ls({ paths: cid, type: 'all', signal })) {
    if (pin.cid.equals(cid)) return;
  }
}

/** Kubo says "no" to a question by status 500 with a text; anything else is not an answer. */
async function isYes(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== 'HTTPError' || !('response' in error))
    return false;
  return error.response instanceof Response && error.response.status === 500;
}
