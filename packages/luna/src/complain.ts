import { LunaError, withoutCredentials } from '@luna/runtime';

/** Says on standard error what went wrong, in one line that says what to do. */
export function complain(error: unknown): void {
  process.stderr.write(`luna: ${withoutCredentials(textOf(error))}\n`);
}

function textOf(error: unknown): string {
  if (error instanceof LunaError) return `${error.message} (${error.code})`;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.message}${code}`;
}
