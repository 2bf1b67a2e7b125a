import { LunaError } from '@luna/runtime';

import type { BlockReader } from './manifest/block.ts';
import { parseCid, readBlock } from './manifest/block.ts';

/**
 * The bytes of a UnixFS file, read block by block from anywhere (`store.get`, gateways), each block
 * hashed here.
 * @param limit bytes to accept; a small root can name a file of any size
 * @throws LunaError CONTENT_TOO_LARGE; ManifestError for wrong blocks; what the reader throws
 */
export async function readFile(read: BlockReader, cid: string, limit: number): Promise<Uint8Array> {
  // Loaded on first use: a process that only puts blocks does without.
  const { unixfs } = await import('@helia/unixfs');
  const files = unixfs({
    blockstore: {
      async *get(key) {
        yield await readBlock(read, key.toString());
      },
      has: () => Promise.resolve(true),
      put: (key) => Promise.resolve(key),
    },
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of files.cat(parseCid(cid), { offline: true })) {
    length += chunk.length;
    if (length > limit)
      throw new LunaError('CONTENT_TOO_LARGE', 'The file is larger than expected.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
