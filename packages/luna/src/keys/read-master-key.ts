import { readFileSync } from 'node:fs';
import { LunaError, required, type Config } from '@luna/runtime';
import { masterKeyOf } from '@luna/vault';

/**
 * A master key from a file (64 hex digits, as `$LUNA_HOME/secrets/master.key`), or from the setting
 * when no file is named. Never from the command line, where every process of the machine reads it.
 * @throws LunaError MASTER_KEY_FILE_INVALID, CONFIG_MISSING; the message does not hold the key
 */
export function readMasterKey(
  config: Config,
  setting: 'MASTER_KEY_HEX' | 'NEW_MASTER_KEY_HEX',
  file: string | undefined,
) {
  return masterKeyOf(file === undefined ? required(config, setting) : hexIn(file));
}

function hexIn(file: string): string {
  try {
    const hex = readFileSync(file, 'utf8').trim();
    if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  } catch (cause) {
    const message = `${file} cannot be read. Name a file that holds a master key.`;
    throw new LunaError('MASTER_KEY_FILE_INVALID', message, { cause });
  }
  throw new LunaError(
    'MASTER_KEY_FILE_INVALID',
    `${file} does not hold 64 lowercase hex digits. \`openssl rand -hex 32\` makes such a key.`,
  );
}
