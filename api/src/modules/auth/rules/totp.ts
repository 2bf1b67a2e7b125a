import { Secret, TOTP } from 'otpauth';

const PERIOD = 30;
/** RFC 6238 with what every authenticator app understands: SHA-1, six digits, 30 seconds. */
const totp = (secret: string, label = '') =>
  new TOTP({ issuer: 'Luna Passport', label, secret: Secret.fromBase32(secret), period: PERIOD });

/** `otpauth://` address of a secret, for a QR code. */
export function totpUri(secret: string, email: string): string {
  return totp(secret, email).toString();
}

/** 160 bits (RFC 4226, 4) as base32. */
export function totpSecret(random: Uint8Array<ArrayBuffer>): string {
  return new Secret({ buffer: random.buffer }).base32;
}

/**
 * The time step of a code that is right now, one step of clock error either way, unless it was used:
 * `after` is the last step accepted, and only later ones count (RFC 6238, 5.2).
 */
export function totpStep(
  secret: string,
  code: string,
  { now, after }: { now: number; after: number },
): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = totp(secret).validate({ token: code, timestamp: now, window: 1 });
  if (delta === null) return undefined;
  const step = Math.floor(now / 1000 / PERIOD) + delta;
  return step > after ? step : undefined;
}
