export { MemoryTiles } from './memory-tiles.ts';
export { logVectors, sampleEntry } from './vectors.ts';
