import { createHash } from 'node:crypto';

/** What is kept of a token, link or key: SHA-256. They are random enough to need neither salt nor time. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
