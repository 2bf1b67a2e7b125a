import { LunaError } from '@luna/runtime';
import { createSiweMessage, parseSiweMessage } from 'viem/siwe';

/** What a message must say to be for us, now. */
export type Expected = {
  /** The one public origin, such as `https://luna.example`. */
  publicUrl: string;
  chainId: number;
  /** Unix milliseconds. */
  now: number;
};

const MAX_AGE_MS = 10 * 60_000;
/** Clocks of wallets may run ahead a little. */
const CLOCK_ERROR_MS = 60_000;
const DATE_LINES = /^(Issued At|Expiration Time|Not Before): (.+)$/gm;

/**
 * Reads a Sign-In with Ethereum message (EIP-4361): all seven fields must be there, well-formed and
 * meant for us. viem's parser finds fields wherever they stand and ignores the rest, so the message
 * must besides be what viem writes for them, byte for byte but for the form of its dates.
 * The nonce is still to be looked up and the signature to be checked. Throws SIWE_INVALID.
 */
export function readSiwe(
  message: string,
  { publicUrl, chainId, now }: Expected,
): { address: `0x${string}`; nonce: string } {
  const found = parseSiweMessage(message);
  const { address, domain, uri, version, nonce, issuedAt, expirationTime, notBefore } = found;
  if (!address || !domain || !uri || !version || !found.chainId || !nonce || !issuedAt) {
    throw invalid('a field is missing or malformed');
  }
  const fields = {
    ...found,
    address,
    domain,
    uri,
    version,
    chainId: found.chainId,
    nonce,
    issuedAt,
  };
  if (written(fields) !== withCanonicalDates(message)) throw invalid('it is not as EIP-4361 says');
  const { host, origin, protocol } = new URL(publicUrl);
  if (domain !== host) throw invalid(`its domain is not ${host}`);
  if (`${found.scheme ?? protocol.slice(0, -1)}:` !== protocol)
    throw invalid('its scheme is wrong');
  if (!URL.canParse(uri) || new URL(uri).origin !== origin) {
    throw invalid(`its URI is not of ${origin}`);
  }
  if (found.chainId !== chainId) throw invalid(`its chain is not ${chainId}`);
  const age = now - issuedAt.getTime();
  if (age > MAX_AGE_MS) throw invalid('it was issued more than 10 minutes ago');
  if (age < -CLOCK_ERROR_MS) throw invalid('it was issued in the future');
  if (expirationTime && expirationTime.getTime() <= now) throw invalid('it has expired');
  if (notBefore && notBefore.getTime() > now) throw invalid('it is not valid yet');
  return { address, nonce };
}

/** The message for these fields; '' when there can be none. */
function written(fields: Parameters<typeof createSiweMessage>[0]): string {
  try {
    return createSiweMessage(fields);
  } catch {
    return '';
  }
}

function withCanonicalDates(message: string): string {
  return message.replace(DATE_LINES, (line, name: string, date: string) => {
    const time = Date.parse(date);
    return Number.isNaN(time) ? line : `${name}: ${new Date(time).toISOString()}`;
  });
}

function invalid(reason: string): LunaError {
  return new LunaError('SIWE_INVALID', `This sign-in message cannot be accepted: ${reason}.`);
}
