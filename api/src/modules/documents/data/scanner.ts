/** What looks into files for malware before anything of them is kept. */
export interface Scanner {
  /**
   * The name of what was found; undefined when the file is clean, and only then.
   * Throws SCANNER_UNAVAILABLE (retryable) when nobody can say.
   */
  scan(bytes: Uint8Array): Promise<string | undefined>;

  /** Throws SCANNER_UNAVAILABLE when it does not answer. */
  ping(): Promise<void>;
}

/** Injection token of the {@link Scanner}; undefined where there is none. */
export const SCANNER = Symbol('Scanner');
