import { existsSync, readFileSync } from 'node:fs';

/** Resident memory of a process in MB (10^6 bytes): every sample, and the highest the kernel saw. */
export type ResidentMemory = { samples: number[]; peak: number };

/**
 * Samples a process until `stop` is called, which throws when the process has ended meanwhile. Linux
 * only: reads /proc.
 */
export function watchMemory(pid: number, everyMs: number): { stop: () => ResidentMemory } {
  const samples: number[] = [];
  const sample = () => {
    // An error thrown by a timer would end the whole run, and leave its servers behind.
    const value = read(pid, 'VmRSS');
    if (value === undefined) clearInterval(timer);
    else samples.push(value);
  };
  const timer = setInterval(sample, everyMs);
  sample();
  return {
    stop: () => {
      clearInterval(timer);
      const peak = read(pid, 'VmHWM');
      if (peak === undefined) throw new Error(`process ${pid} has ended; its log says why`);
      return { samples, peak };
    },
  };
}

function read(pid: number, name: 'VmRSS' | 'VmHWM'): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
  return kib === undefined ? undefined : (Number(kib) * 1024) / 1e6;
}
