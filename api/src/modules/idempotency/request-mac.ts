import { createHmac } from 'node:crypto';
import { canonicalBytes } from '@luna/record';

/**
 * What a request said, as 32 bytes that say nothing to whoever lacks the key: HMAC-SHA-256 over the
 * canonical form of its parts. Throws what {@link canonicalBytes} throws, PAYLOAD_TOO_LARGE included.
 */
export function requestMac(secret: string, parts: readonly unknown[]): Buffer {
  const mac = createHmac('sha256', `luna/request/1\n${secret}`);
  for (const part of parts) {
    const bytes = canonicalBytes(part);
    // The length in front keeps ["a","b"] and ["ab",""] apart.
    mac.update(`${bytes.length}\n`).update(bytes);
  }
  return mac.digest();
}
