import type { HealthCheck } from '@luna/runtime';
import { clamdScanner } from './data/clamd-scanner.ts';

/** The scanner answers; while it does not, no file is taken. */
export function scannerCheck(url: string): HealthCheck {
  const scanner = clamdScanner(url, { timeoutMs: 1500 });
  return {
    name: 'scanner',
    check: async () => {
      await scanner.ping();
      return { status: 'up' };
    },
  };
}
