import { ed25519 } from '@noble/curves/ed25519.js';
import { base58btc } from 'multiformats/bases/base58';
import { CredentialError } from './credential-error.ts';

/** Multicodec `ed25519-pub` (0xed) as a varint. */
const HEADER = [0xed, 0x01];
const KEY_LENGTH = 32;
/** Base58 is read in quadratic time, so only what can be a key is. */
const TEXT_LENGTH = 48;

/**
 * An Ed25519 public key as Multikey text, `z6Mk…` (Controlled Identifiers 1.0, section 2.2.2).
 * @throws CredentialError KEY_INVALID unless it has 32 bytes
 */
export function encodePublicKey(publicKey: Uint8Array): string {
  checkKey(publicKey);
  return base58btc.encode(Uint8Array.from([...HEADER, ...publicKey]));
}

/**
 * The 32 bytes of an Ed25519 key in Multikey text.
 * @throws CredentialError KEY_INVALID for any other key or text
 */
export function decodePublicKey(publicKeyMultibase: string): Uint8Array {
  const bytes = publicKeyMultibase.length === TEXT_LENGTH ? decode(publicKeyMultibase) : undefined;
  if (!bytes || !HEADER.every((byte, at) => bytes[at] === byte)) {
    throw new CredentialError('KEY_INVALID', 'expected an Ed25519 Multikey, z6Mk…');
  }
  const publicKey = bytes.slice(HEADER.length);
  checkKey(publicKey);
  return publicKey;
}

/**
 * The public key of a 32-byte Ed25519 seed (RFC 8032 section 5.1.5).
 * @throws CredentialError KEY_INVALID unless the seed has 32 bytes
 */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  checkKey(privateKey);
  return ed25519.getPublicKey(privateKey);
}

/** @throws CredentialError KEY_INVALID unless it has the 32 bytes of a public key or a seed */
export function checkKey(key: Uint8Array): void {
  if (key.length !== KEY_LENGTH) {
    throw new CredentialError('KEY_INVALID', `an Ed25519 key has ${KEY_LENGTH} bytes`);
  }
}

function decode(text: string): Uint8Array | undefined {
  try {
    return base58btc.decode(text);
  } catch {
    return undefined;
  }
}
