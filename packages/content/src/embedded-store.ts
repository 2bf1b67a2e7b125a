import { unixfs } from '@helia/unixfs';

import { collect } from './collect.ts';
import {
  assertBlock,
  assertBlockSize,
  closed,
  notFound,
  toCid,
  unavailable,
} from './content-errors.ts';
import type { ContentStore } from './content-store.ts';
import { DurableBlockstore } from './durable-blockstore.ts';
import { cidOf } from './manifest/block.ts';
import { UNIXFS_IMPORT } from './unixfs-import.ts';

/**
 * A folder of blocks, which several processes may open at once. It speaks to no network and
 * collects no garbage, so a block that is here is pinned.
 * @param path folder, created when missing
 * @throws LunaError CONTENT_UNAVAILABLE when the folder cannot be opened
 */
export async function openEmbeddedStore(path: string): Promise<ContentStore> {
  const blockstore = new DurableBlockstore(path);
  await blockstore.open().catch((error: unknown) => {
    throw unavailable(`The content folder ${path} cannot be opened.`, error);
  });
  const files = unixfs({ blockstore });
  let isOpen = true;

  const whileOpen = async <T>(action: () => Promise<T>): Promise<T> => {
    if (!isOpen) throw closed();
    return action();
  };
  const write = <T>(action: () => Promise<T>): Promise<T> =>
    whileOpen(() =>
      action().catch((error: unknown) => {
        throw unavailable('The content folder cannot be written to.', error);
      }),
    );

  const get = (cid: string): Promise<Uint8Array> =>
    whileOpen(async () => {
      const parsed = toCid(cid);
      let bytes: Uint8Array;
      try {
        bytes = await collect(blockstore.get(parsed));
      } catch (error) {
        // The block store calls every failure "not found", also a disk that cannot be read.
        if (!(await blockstore.has(parsed))) throw notFound(cid, error);
        throw unavailable('The content folder cannot be read.', error);
      }
      assertBlock(parsed, bytes, 'The content folder');
      return bytes;
    });

  return {
    get,
    put: async (bytes, codec) => {
      assertBlockSize(bytes);
      const cid = cidOf(bytes, codec);
      await write(() => blockstore.put(toCid(cid), bytes));
      return cid;
    },
    addFile: async (bytes) => (await write(() => files.addBytes(bytes, UNIXFS_IMPORT))).toString(),
    has: (cid) => whileOpen(() => blockstore.has(toCid(cid))),
    pin: (cids) =>
      whileOpen(async () => {
        for (const cid of cids) {
          if (!(await blockstore.has(toCid(cid)))) throw notFound(cid);
        }
      }),
    close: async () => {
      isOpen = false;
      await blockstore.close();
    },
  };
}
