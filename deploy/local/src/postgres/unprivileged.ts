import { spawnSync } from 'node:child_process';

import { LunaError } from '@luna/runtime';

export interface Invocation {
  command: string;
  args: readonly string[];
}

/**
 * PostgreSQL refuses to run as root. A user namespace in which we are `nobody` satisfies it while
 * the kernel still sees the owner of the files, so folders of mode 0700 stay readable; switching
 * to a real other user would need every parent folder opened. `unshare` replaces itself by the
 * program, so the pid we get is the program's.
 * @throws LunaError NO_USER_NAMESPACE where root may not create one.
 */
export function unprivileged(command: string, args: readonly string[]): Invocation {
  if (process.getuid?.() !== 0) return { command, args };
  const prefix = ['--user', '--map-user=65534', '--map-group=65534', '--'];
  const probe = spawnSync('unshare', [...prefix, 'true'], { encoding: 'utf8' });
  if (probe.status !== 0) {
    throw new LunaError(
      'NO_USER_NAMESPACE',
      'PostgreSQL refuses to run as root, and this machine allows root no user namespace ' +
        `(${probe.stderr.trim() || 'no unshare program'}). Run as an ordinary user.`,
    );
  }
  return { command: 'unshare', args: [...prefix, command, ...args] };
}
