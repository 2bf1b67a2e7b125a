import { type BlockReader, readBlock } from './block.ts';
import { documentLinks, entryLinks, type LinkCodec, tileLinks } from './links.ts';
import type { Manifest } from './manifest.ts';
import { type LinkList, parseManifest, parsePart } from './parse-manifest.ts';

/**
 * A whole manifest: its block and the parts of its long lists, each hashed on arrival.
 * @throws ManifestError, and what the reader throws
 */
export async function readManifest(read: BlockReader, cid: string): Promise<Manifest> {
  const block = parseManifest(await readBlock(read, cid));
  return {
    ...block,
    tiles: await readList(read, block.tiles, tileLinks),
    entries: await readList(read, block.entries, entryLinks),
    documents: await readList(read, block.documents, documentLinks),
  };
}

async function readList<T>(
  read: BlockReader,
  list: LinkList<T>,
  codec: LinkCodec<T>,
): Promise<T[]> {
  if ('links' in list) return list.links;
  const links: T[] = [];
  for (const [i, cid] of list.parts.entries()) {
    const isLast = i === list.parts.length - 1;
    for (const item of parsePart(await readBlock(read, cid), codec, isLast)) links.push(item);
  }
  return links;
}
