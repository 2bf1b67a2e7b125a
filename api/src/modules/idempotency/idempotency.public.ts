export { batchOf, batchResultOf, type BatchBody, type BatchResult } from './batch.ts';
export { deleteExpiredRequests } from './delete-expired.ts';
export { ApiIdempotent, IdempotencyKey, idempotencyKey } from './idempotency-key.ts';
export { done, refused, type Outcome } from './outcome.ts';
export { runBatch } from './run-batch.ts';
export { runSingle } from './run-single.ts';
export { runTogether } from './run-together.ts';
