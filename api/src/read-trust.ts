import { existsSync, readFileSync } from 'node:fs';
import { parseTrust, type Trust } from '@luna/evidence';

/** The trust roots that `npm start` or a deployment left in a file; null when there is none. */
export function readTrust(file: string): Trust | null {
  return existsSync(file) ? parseTrust(JSON.parse(readFileSync(file, 'utf8'))) : null;
}
