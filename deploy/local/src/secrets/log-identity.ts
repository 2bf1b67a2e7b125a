import { createSigner, formatVkey } from '@luna/tlog';

export interface LogIdentity {
  /** Origin line of every checkpoint; the key's name as well. */
  origin: string;
  /** Ed25519 public key. */
  publicKey: Uint8Array;
  /** C2SP verifier key. */
  vkey: string;
}

/**
 * Who the log is. Without `LOG_ORIGIN` a development log is named after its key, never after host
 * and port: those may move, the origin is frozen before the first seal.
 */
export async function logIdentity(seedHex: string, origin?: string): Promise<LogIdentity> {
  const seed = Uint8Array.from(Buffer.from(seedHex, 'hex'));
  const { publicKey } = await createSigner('unnamed', seed);
  const name = origin ?? `dev.luna/${Buffer.from(publicKey).toString('hex').slice(0, 8)}`;
  return { origin: name, publicKey, vkey: formatVkey(name, publicKey) };
}
