export type HealthStatus = 'up' | 'degraded' | 'down';

export interface HealthResult {
  status: HealthStatus;
  /** What an operator needs to know; never a secret or a stack trace. */
  message?: string;
  details?: Readonly<Record<string, string | number | boolean>>;
}

/** One thing a process needs in order to be useful: database, chain, content store, queue, log head. */
export interface HealthCheck {
  readonly name: string;
  check(): Promise<HealthResult>;
}

export interface HealthReport {
  status: HealthStatus;
  checks: Readonly<Record<string, HealthResult>>;
}

const WORST_FIRST: readonly HealthStatus[] = ['down', 'degraded', 'up'];

/**
 * Runs all checks side by side. A check that throws or takes longer than `timeoutMs` is `down`;
 * the report is as bad as its worst check (`up` when there is none).
 */
export async function runHealthChecks(
  checks: readonly HealthCheck[],
  timeoutMs = 2_000,
): Promise<HealthReport> {
  const results = await Promise.all(
    checks.map(async (check) => [check.name, await runOne(check, timeoutMs)] as const),
  );
  const worst = WORST_FIRST.find((status) =>
    results.some(([, result]) => result.status === status),
  );
  return { status: worst ?? 'up', checks: Object.fromEntries(results) };
}

async function runOne(check: HealthCheck, timeoutMs: number): Promise<HealthResult> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<HealthResult>((resolve) => {
    timer = setTimeout(() => {
      resolve({ status: 'down', message: `no answer within ${timeoutMs} ms` });
    }, timeoutMs);
  });
  try {
    return await Promise.race([check.check(), timeout]);
  } catch (error) {
    return { status: 'down', message: error instanceof Error ? error.message : 'check failed' };
  } finally {
    clearTimeout(timer);
  }
}
