import { createHmac } from 'node:crypto';
import { compare, hash } from '@node-rs/bcrypt';

/** bcrypt cost; 12 is about a quarter of a second. */
const COST = 12;
/** Of a password nobody has, so that unknown accounts take as long as known ones. */
const NOBODYS = '$2b$12$tVQPsra0MD537halHy6xNe7Ce/8Rj9oi0fL6GpFxLop3BoCYcVE8O';

/** A bcrypt hash to store. */
export function hashPassword(password: string): Promise<string> {
  return hash(inner(password), { cost: COST });
}

/** Whether the password is the hash's; takes as long without a hash, and is then never right. */
export async function passwordMatches(
  stored: string | null | undefined,
  password: string,
): Promise<boolean> {
  const right = await compare(inner(password), stored ?? NOBODYS);
  return right && stored != null;
}

/**
 * bcrypt reads 72 bytes and stops at NUL; a sentence in Chinese is longer. So it gets the password as
 * 64 characters: HMAC-SHA-384 in base64. The key is no secret; it makes these hashes useless against
 * plain ones that leaked elsewhere ("password shucking").
 */
function inner(password: string): string {
  return createHmac('sha384', 'luna/password/1').update(password, 'utf8').digest('base64');
}
