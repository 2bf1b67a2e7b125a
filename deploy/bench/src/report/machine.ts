import { cpus, loadavg, totalmem } from 'node:os';

/** What the numbers were measured on; without it they mean little. */
export type Machine = { cores: number; cpu: string; memoryGb: number; node: string; load: number };

/** Facts about this machine; `load` is the one-minute average at the time of the call. */
export function machine(): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    cpu: processors[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
}
