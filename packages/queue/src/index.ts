export { createQueue, type QueueConfig } from './create-queue.ts';
export {
  type JobQueue,
  type Producer,
  type QueueWorker,
  TICK,
  type Wake,
  type WakeHandler,
  type WorkerOptions,
} from './job-queue.ts';
export { migrateQueue } from './migrate-queue.ts';
