import type { AddFileOptions } from '@helia/unixfs';
import { fixedSize } from 'ipfs-unixfs-importer/chunker';
import { balanced } from 'ipfs-unixfs-importer/layout';

/** IPIP-499 profile `unixfs-v1-2025`, written out: a default that moves must not move our CIDs. */
const CHUNK_SIZE = 1_048_576;
const LINKS_PER_NODE = 1_024;

/** The profile for the JavaScript importer. */
export const UNIXFS_IMPORT: AddFileOptions = {
  cidVersion: 1,
  rawLeaves: true,
  reduceSingleLeafToSelf: true,
  chunker: fixedSize({ chunkSize: CHUNK_SIZE }),
  layout: balanced({ maxChildrenPerNode: LINKS_PER_NODE }),
  fieldOrder: 'links-first',
};

/** The same profile for Kubo's `/api/v0/add`. `maxFileLinks` is missing in the client's types. */
export const KUBO_IMPORT = {
  cidVersion: 1,
  rawLeaves: true,
  chunker: `size-${CHUNK_SIZE}`,
  maxFileLinks: LINKS_PER_NODE,
  hashAlg: 'sha2-256',
  trickle: false,
} as const;
