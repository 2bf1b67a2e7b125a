export { assertContinues } from './assert-continues.ts';
export {
  BLOCK_LIMIT,
  type BlockCodec,
  type BlockReader,
  cidOf,
  parseCid,
  readBlock,
} from './block.ts';
export { type Coverage, coverage } from './coverage.ts';
export { cidFromDigest, digestFromCid, manifestDigest } from './digest.ts';
export {
  type EncodedBlock,
  type EncodedManifest,
  encodeManifest,
  LINKS_PER_BLOCK,
} from './encode-manifest.ts';
export {
  type DocumentLink,
  type EntryLink,
  type Manifest,
  manifestCheckpoint,
  type TileLink,
} from './manifest.ts';
export { ManifestError, type ManifestErrorCode } from './manifest-error.ts';
export { type LinkList, type ManifestBlock, parseManifest } from './parse-manifest.ts';
export { readManifest } from './read-manifest.ts';
export { type ManifestStep, walkManifests } from './walk-manifests.ts';
