/** What a {@link LunaError} may carry besides its message: facts for the log and the caller, never secrets. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

export interface LunaErrorOptions {
  /** True when the same call may succeed later without anybody changing anything. Default false. */
  retryable?: boolean;
  details?: ErrorDetails;
  cause?: unknown;
}

/**
 * The error of this house: a stable `code` (SCREAMING_SNAKE) that callers branch on, and a message
 * that is safe to show and says what to do. HTTP statuses are given at the edge, never here.
 */
export class LunaError extends Error {
  override readonly name: string = 'LunaError';
  readonly code: string;
  readonly retryable: boolean;
  readonly details: ErrorDetails | undefined;

  constructor(code: string, message: string, options: LunaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details;
  }
}
