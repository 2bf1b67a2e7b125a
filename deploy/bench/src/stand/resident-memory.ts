import { readFileSync } from 'node:fs';

/** Resident memory of a process in MB (10^6 bytes): every sample, and the highest the kernel saw. */
export type ResidentMemory = { samples: number[]; peak: number };

/** Samples a process until `stop` is called. Linux only: reads /proc. */
export function watchMemory(pid: number, everyMs: number): { stop: () => ResidentMemory } {
  const samples = [read(pid, 'VmRSS')];
  const timer = setInterval(() => samples.push(read(pid, 'VmRSS')), everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return { samples, peak: read(pid, 'VmHWM') };
    },
  };
}

function read(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kib === undefined) throw new Error(`process ${pid} has ended`);
  return (Number(kib) * 1024) / 1e6;
}
