import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { concat } from './bytes.ts';
import { TlogError } from './error.ts';
import { sha256 } from './hash.ts';
import { isKeyName } from './text.ts';

/** Signature type of Ed25519 in C2SP signed-note. */
const ED25519 = 0x01;
const KEY_SIZE = 32;
const ALGORITHM = 'Ed25519';

/** PKCS #8 wrapping of a 32-byte Ed25519 seed (RFC 8410 section 7): WebCrypto takes no bare seed. */
const PKCS8_PREFIX = hexToBytes('302e020100300506032b657004220420');

/** Name of a key, its id (8 hex digits) and the 32 bytes of the Ed25519 public key. */
export type PublicKey = { name: string; keyId: string; publicKey: Uint8Array };

/** Signs the UTF-8 bytes of a note's text: 64 bytes, Ed25519 (RFC 8032). */
export type Signer = PublicKey & { sign: (text: string) => Promise<Uint8Array> };

/** Checks a signature of a note's text by this key. */
export type Verifier = PublicKey & {
  verify: (text: string, signature: Uint8Array) => Promise<boolean>;
};

/**
 * Key id of an Ed25519 key: the first 4 bytes, in hex, of SHA-256(name ‖ "\n" ‖ 0x01 ‖ key)
 * (C2SP signed-note). It names a key and proves nothing.
 */
export function keyIdOf(name: string, publicKey: Uint8Array): string {
  const prefix = new TextEncoder().encode(`${name}\n`);
  return bytesToHex(sha256(prefix, Uint8Array.of(ED25519), publicKey).subarray(0, 4));
}

/**
 * Verifier key as text: `<name>+<key id>+<base64 of 0x01 ‖ public key>` (C2SP signed-note).
 * @throws TlogError KEY_INVALID
 */
export function formatVkey(name: string, publicKey: Uint8Array): string {
  assertKey(name, publicKey);
  const encoded = encodeBase64(concat([Uint8Array.of(ED25519), publicKey]));
  return `${name}+${keyIdOf(name, publicKey)}+${encoded}`;
}

/**
 * Signer for a 32-byte Ed25519 seed. The seed stays inside WebCrypto, not extractable.
 * @throws TlogError KEY_INVALID
 */
export async function createSigner(name: string, seed: Uint8Array): Promise<Signer> {
  assertKey(name, seed);
  const pkcs8 = concat([PKCS8_PREFIX, seed]);
  const publicKey = await publicKeyOf(pkcs8);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8.slice(), ALGORITHM, false, ['sign']);
  return {
    name,
    keyId: keyIdOf(name, publicKey),
    publicKey,
    sign: async (text) => {
      return new Uint8Array(
        await crypto.subtle.sign(ALGORITHM, key, new TextEncoder().encode(text)),
      );
    },
  };
}

/**
 * Verifier for a verifier key ("vkey"). Only exactly what {@link formatVkey} writes is accepted.
 * @throws TlogError KEY_INVALID, also when the key id is not that of name and key
 */
export async function verifierFrom(vkey: string): Promise<Verifier> {
  // Names hold no plus; base64 may.
  const [name = '', keyId = '', ...rest] = vkey.split('+');
  const [type, ...key] = decodeBase64(rest.join('+')) ?? [];
  if (type !== ED25519) throw refusal('it is not an Ed25519 verifier key');
  const publicKey = Uint8Array.from(key);
  assertKey(name, publicKey);
  if (keyId !== keyIdOf(name, publicKey)) throw refusal('its id is not that of its name and key');
  const imported = await crypto.subtle.importKey('raw', publicKey, ALGORITHM, false, ['verify']);
  return {
    name,
    keyId,
    publicKey,
    verify: (text, signature) =>
      crypto.subtle.verify(ALGORITHM, imported, signature.slice(), new TextEncoder().encode(text)),
  };
}

/** WebCrypto does not derive public keys, but a private key's JWK form carries it (RFC 8037). */
async function publicKeyOf(pkcs8: Uint8Array): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('pkcs8', pkcs8.slice(), ALGORITHM, true, ['sign']);
  const { x = '' } = await crypto.subtle.exportKey('jwk', key);
  const bytes = decodeBase64(`${x.replaceAll('-', '+').replaceAll('_', '/')}=`);
  if (bytes?.length !== KEY_SIZE) throw refusal('its public half could not be derived');
  return bytes;
}

function assertKey(name: string, key: Uint8Array): void {
  if (!isKeyName(name)) throw refusal('its name must be text without white space and plus');
  if (key.length !== KEY_SIZE) throw refusal('it must be 32 bytes');
}

function refusal(reason: string): TlogError {
  return new TlogError('KEY_INVALID', `The key is not acceptable: ${reason}.`);
}
