/** Schema of Postgres in which the queue lives, and all that the role luna_queue may touch. */
export const QUEUE_SCHEMA = 'queue';
