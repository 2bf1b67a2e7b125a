export { startIndexer, type Indexer } from './indexer.ts';
export { takeOver, type Leadership, type Step } from './leader.ts';
export { openLog, readHead } from './seal/log-head.ts';
export { sealBatch } from './seal/seal-batch.ts';
