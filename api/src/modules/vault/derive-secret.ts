import { hkdfSync } from 'node:crypto';
import { required, type Config } from '@luna/runtime';

/**
 * A secret of 32 bytes for one purpose, the same in every process: HKDF-SHA-256 (RFC 5869) of
 * MASTER_KEY_HEX. Throws CONFIG_MISSING.
 */
export function deriveSecret(config: Config, purpose: string): Buffer {
  const master = Buffer.from(required(config, 'MASTER_KEY_HEX'), 'hex');
  return Buffer.from(hkdfSync('sha256', master, '', `luna/${purpose}`, 32));
}
