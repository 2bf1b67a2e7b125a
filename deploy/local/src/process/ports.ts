import { LunaError } from '@luna/runtime';

import { isPortFree } from './free-port.ts';

export interface PortUse {
  /** The variable that moves it. */
  variable: 'API_PORT' | 'WEB_PORT' | 'POSTGRES_PORT' | 'CHAIN_PORT';
  port: number;
  host: string;
  /** Shown to people. */
  purpose: string;
}

/**
 * Makes sure that every port can be had before anything starts.
 * @throws LunaError PORT_BUSY in one line that names the variable that moves the port.
 */
export async function checkPorts(uses: readonly PortUse[]): Promise<void> {
  const taken = new Map<number, PortUse>();
  for (const use of uses) {
    const twin = taken.get(use.port);
    if (twin !== undefined) {
      throw busy(use, `is also ${twin.variable}`);
    }
    taken.set(use.port, use);
    if (!(await isPortFree(use.port, use.host))) throw busy(use, 'is used by another program');
  }
}

function busy({ variable, port, purpose }: PortUse, why: string): LunaError {
  return new LunaError(
    'PORT_BUSY',
    `Port ${port} for ${purpose} ${why}: set ${variable} to another port (for example ${variable}=${port + 10})`,
    { details: { port, variable } },
  );
}
