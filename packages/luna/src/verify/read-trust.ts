import { existsSync, readFileSync } from 'node:fs';
import { parseTrust, type Trust } from '@luna/evidence';
import { LunaError } from '@luna/runtime';

/**
 * The trust roots: those of `file` when one is given, else those `npm start` left in
 * `$LUNA_HOME/trust.json`. Never from the evidence.
 * @throws LunaError TRUST_MISSING, TRUST_UNREADABLE; EvidenceError TRUST_INVALID
 */
export function readTrust(file: string | undefined, fallback: string): Trust {
  const path = file ?? fallback;
  if (!existsSync(path)) {
    throw new LunaError(
      'TRUST_MISSING',
      `${path} does not exist. Give the trust roots (chain, contract, origin, log keys) with --trust FILE.`,
    );
  }
  try {
    return parseTrust(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new LunaError('TRUST_UNREADABLE', `${path} is not JSON.`, { cause });
  }
}
