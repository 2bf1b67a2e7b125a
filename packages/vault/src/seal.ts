import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { LunaError } from '@luna/runtime';

/** First byte of a sealed value: AES-256-GCM, 96-bit nonce, 128-bit tag (NIST SP 800-38D). */
const VERSION = 1;
const KEY_ID = 16;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + KEY_ID + NONCE;

/**
 * Seals bytes: `version (1) | key id (16) | nonce (12) | ciphertext | tag (16)`. The key id and
 * `purpose` are authenticated, so a value opens only where it was sealed for, with its own key.
 * Nonces are random: a key stays far below the 2^32 values at which NIST wants another one.
 */
export function seal(key: Uint8Array, keyId: string, purpose: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(keyId, purpose));
  return Buffer.concat([
    Buffer.of(VERSION),
    Buffer.from(keyId.replaceAll('-', ''), 'hex'),
    nonce,
    cipher.update(bytes),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** Opens what {@link seal} made. Throws VAULT_SEAL_BROKEN when value, key or purpose is another. */
export function open(
  key: Uint8Array,
  keyId: string,
  purpose: string,
  sealed: Uint8Array,
): Uint8Array {
  if (keyIdOf(sealed) !== keyId) throw broken();
  const nonce = sealed.subarray(1 + KEY_ID, HEAD);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
    .setAAD(aad(keyId, purpose))
    .setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEAD, -TAG)), decipher.final()]);
  } catch (cause) {
    throw broken(cause);
  }
}

/** The id of the key that sealed a value. Throws VAULT_SEAL_BROKEN. */
export function keyIdOf(sealed: Uint8Array): string {
  if (sealed.length < HEAD + TAG || sealed[0] !== VERSION) throw broken();
  const hex = Buffer.from(sealed.subarray(1, 1 + KEY_ID)).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Purposes hold no NUL, so two different pairs never give the same bytes. */
function aad(keyId: string, purpose: string): Buffer {
  return Buffer.from(`luna/seal/1\0${keyId}\0${purpose}`);
}

function broken(cause?: unknown): LunaError {
  return new LunaError(
    'VAULT_SEAL_BROKEN',
    'A sealed value does not open: it was changed or moved, or MASTER_KEY_HEX is another one.',
    { cause },
  );
}
