/** What became of one request of a batch. */
export type Outcome<T> =
  | { done: true; value: T; replayed: boolean }
  /** Nothing of this one was written; `error` is of the kind `describeError` understands. */
  | { done: false; error: unknown };

export function done<T>(value: T): Outcome<T> {
  return { done: true, value, replayed: false };
}

export function refused(error: unknown): Outcome<never> {
  return { done: false, error };
}
