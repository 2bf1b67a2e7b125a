import { base64url } from 'multiformats/bases/base64';
import { CredentialError } from './credential-error.ts';
import { checkEntries, MOST_ENTRIES } from './status-bits.ts';

const MOST_BYTES = MOST_ENTRIES / 8;
/** As much base64 as the longest list can come to, even where gzip gains nothing. */
const MOST_TEXT = 1.5 * MOST_BYTES;

/**
 * The bits of a status list as they are published: gzip in base64url, after the multibase letter `u`
 * (Bitstring Status List 1.0, section 3.3). Another platform may compress to other bytes.
 *
 * @throws CredentialError STATUS_LIST_LENGTH
 */
export async function encodeStatusList(bits: Uint8Array): Promise<string> {
  checkEntries(8 * bits.length);
  return base64url.encode(await pass(bits, new CompressionStream('gzip'), MOST_TEXT));
}

/**
 * The bits of a published list (section 3.4). Unpacking stops at 1 MiB, whatever is packed.
 *
 * @throws CredentialError STATUS_LIST_INVALID, STATUS_LIST_LENGTH
 */
export async function decodeStatusList(encodedList: string): Promise<Uint8Array> {
  const bits = await unpack(encodedList);
  checkEntries(8 * bits.length);
  return bits;
}

async function unpack(encodedList: string): Promise<Uint8Array> {
  if (encodedList.length > MOST_TEXT) {
    throw new CredentialError('STATUS_LIST_LENGTH', 'the status list is too long');
  }
  try {
    const packed = base64url.decode(encodedList);
    return await pass(packed, new DecompressionStream('gzip'), MOST_BYTES);
  } catch (error) {
    if (error instanceof CredentialError) throw error;
    throw new CredentialError('STATUS_LIST_INVALID', 'the status list is not gzip in base64url');
  }
}

async function pass(
  bytes: Uint8Array,
  transform: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array> {
  const reader = new Blob([bytes.slice()]).stream().pipeThrough(transform).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return join(parts, length);
    parts.push(value);
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new CredentialError('STATUS_LIST_LENGTH', 'the status list is too long');
    }
  }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
