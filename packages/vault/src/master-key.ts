import { hkdfSync } from 'node:crypto';
import { LunaError } from '@luna/runtime';
import { keyIdOf, open, seal } from './seal.ts';

/** Whose data key: an organisation's (its UUID), or the one of what belongs to no organisation. */
export type Owner = string;
export const PLATFORM: Owner = 'platform';

/** The key that wraps data keys. Its id says nothing of it: HKDF-SHA-256 (RFC 5869) of the key. */
export type MasterKey = { id: string; key: Uint8Array };

/** A data key as it is kept; `wrapped` is null once it is destroyed. */
export type KeyRow = { id: string; owner: Owner; wrapped: Uint8Array | null };

/** A data key that can seal. */
export type DataKey = { id: string; owner: Owner; key: Uint8Array };

/** What data keys name that were wrapped before master keys had ids. */
const UNNAMED = '00000000-0000-0000-0000-000000000000';

/** A master key from its 64 hex digits, as MASTER_KEY_HEX has it. */
export function masterKeyOf(hex: string): MasterKey {
  const key = Buffer.from(hex, 'hex');
  const id = Buffer.from(hkdfSync('sha256', key, '', 'luna/master-key-id/1', 16)).toString('hex');
  return { id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), key };
}

export function wrap(master: MasterKey, owner: Owner, key: Uint8Array): Buffer {
  return seal(master.key, master.id, purposeOf(owner), key);
}

/** Whether this master key, by its id, wrapped a data key. */
export function isWrappedBy(master: MasterKey, wrapped: Uint8Array): boolean {
  return keyIdOf(wrapped) === master.id;
}

/**
 * Opens a data key.
 * @throws LunaError VAULT_KEY_DESTROYED, MASTER_KEY_WRONG, VAULT_SEAL_BROKEN
 */
export function unwrap(master: MasterKey, { id, owner, wrapped }: KeyRow): DataKey {
  if (wrapped === null) {
    throw new LunaError('VAULT_KEY_DESTROYED', `The data key of ${owner} has been destroyed.`);
  }
  const named = keyIdOf(wrapped);
  if (named !== master.id && named !== UNNAMED) {
    throw new LunaError(
      'MASTER_KEY_WRONG',
      `The data key of ${owner} is wrapped by the master key ${named}, and the one given is ${master.id}. ` +
        'Set MASTER_KEY_HEX to the key that was last rotated to.',
    );
  }
  return { id, owner, key: open(master.key, named, purposeOf(owner), wrapped) };
}

const purposeOf = (owner: Owner) => `auth.data_key.wrapped/${owner}`;
