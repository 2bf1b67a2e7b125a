const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Resolves when somebody wants this process to end: by a signal (more of them change nothing, the
 * end is on its way), or because the process that started it has gone.
 */
export function stopRequest(): Promise<string> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve(signal));
    setInterval(() => {
      if (process.ppid !== parent) resolve('parent has ended');
    }, 1_000).unref();
  });
}
