import type { Config } from '@luna/runtime';

import type { ContentStore } from './content-store.ts';

/** Either a Kubo node by the URL of its RPC, or a folder of this machine. */
export type ContentConfig = { ipfsApiUrl: string } | { path: string };

/** Kubo where `IPFS_API_URL` names it, the folder in `LUNA_HOME` otherwise. */
export function contentConfig({
  IPFS_API_URL,
  paths,
}: Pick<Config, 'IPFS_API_URL' | 'paths'>): ContentConfig {
  return IPFS_API_URL === undefined ? { path: paths.ipfs } : { ipfsApiUrl: IPFS_API_URL };
}

/**
 * The content store that the configuration asks for. Only that one is loaded: each brings tens of
 * megabytes of libraries.
 * @throws LunaError CONTENT_UNAVAILABLE when the folder cannot be opened
 */
export async function createContentStore(config: ContentConfig): Promise<ContentStore> {
  if ('ipfsApiUrl' in config) {
    const { openKuboStore } = await import('./kubo-store.ts');
    return openKuboStore(config.ipfsApiUrl);
  }
  const { openEmbeddedStore } = await import('./embedded-store.ts');
  return openEmbeddedStore(config.path);
}
