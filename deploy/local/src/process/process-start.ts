import { readFileSync } from 'node:fs';

/**
 * When a process began (boot, and clock ticks since then), or undefined when there is no such
 * process. Pid and start together name a process for ever; a pid alone is reused.
 * Field 22 of /proc/PID/stat; the command before it may hold spaces and brackets, so count from
 * its last bracket (proc_pid_stat(5)).
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    // A zombie has ended; only its parent has not looked yet.
    const ticks = fields[19];
    if (state === 'Z' || state === 'X' || ticks === undefined) return undefined;
    return `${bootId()}:${ticks}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
}
