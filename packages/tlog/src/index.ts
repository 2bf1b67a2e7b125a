export { decodeBundle, encodeBundle } from './bundle.ts';
export {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
} from './checkpoint.ts';
export { type Consistency, verifyConsistency } from './consistency.ts';
export { appendLeaves, type Edge, edgeRoot, EMPTY_EDGE, readEdge, type Tile } from './edge.ts';
export { ProofError, TlogError, type TlogErrorCode } from './error.ts';
export { EMPTY_ROOT, type Hash, HASH_SIZE, hashLeaf, hashNode, sha256 } from './hash.ts';
export { type Inclusion, rootFromInclusion, verifyInclusion } from './inclusion.ts';
export {
  createSigner,
  formatVkey,
  keyIdOf,
  type PublicKey,
  type Signer,
  type Verifier,
  verifierFrom,
} from './key.ts';
export { openNote, signNote } from './note.ts';
export {
  type BundleCoordinate,
  entriesPath,
  parseEntriesPath,
  parseTilePath,
  tilePath,
} from './path.ts';
export { consistencyProof, inclusionProof, rootOf } from './prove.ts';
export {
  TILE_HEIGHT,
  TILE_WIDTH,
  type TileCoordinate,
  type TileSource,
  tilesForSize,
  tileWidth,
} from './tile.ts';
export { formatTlogProof } from './tlog-proof.ts';
