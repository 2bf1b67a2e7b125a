import type { ApiClient } from '@luna/api-client';

/** The api, and somebody to tell how far things have come. */
export type Importer = {
  client: ApiClient;
  url: string;
  /** Told after each request; `done` and `total` count items of `what`. */
  onProgress: (what: string, done: number, total: number) => void;
};

/** Items per request; the api takes no more. */
export const BATCH = 1000;

/** A list in pieces of {@link BATCH}. */
export function batches<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  );
}
