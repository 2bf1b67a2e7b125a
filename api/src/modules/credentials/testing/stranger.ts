import {
  didWebUrl,
  isRevoked,
  readStatusEntry,
  readStatusList,
  verifyIssued,
} from '@luna/passport';
import { z } from 'zod';
import { TEST_NOW, type Answer, type Send } from '../../../testing/test-api.ts';

export type Sender = { send(request: Send): Promise<Answer> };

const signed = z.object({ issuer: z.object({ id: z.string() }) });

/**
 * Verifies a passport document as somebody does who has nothing but the bytes and a network: resolves
 * did:web and the status list to their addresses and asks there (the api that is tested listens
 * elsewhere than its public origin, so only the paths of the addresses are used). `now` is the api's
 * clock, `knownAt` the ledger's, which is the database's. Answers `good`, `revoked` or the reason.
 */
export async function verifyAsStranger(
  url: string,
  bytes: Uint8Array,
  { now = TEST_NOW, knownAt = Date.now() }: { now?: number; knownAt?: number } = {},
): Promise<string> {
  const get = async (address: string): Promise<unknown> => {
    const response = await fetch(new URL(new URL(address).pathname, url));
    return response.ok ? await response.json() : undefined;
  };
  const credential: unknown = JSON.parse(Buffer.from(bytes).toString());
  const didDocument = await get(didWebUrl(signed.parse(credential).issuer.id));
  const result = verifyIssued(credential, didDocument, { now, knownAt });
  if (!result.verified) return result.reason;
  const { statusListCredential, index } = readStatusEntry(result.document);
  const list = verifyIssued(await get(statusListCredential), didDocument, { now });
  if (!list.verified) return `status list: ${list.reason}`;
  const bits = await readStatusList(list.document, statusListCredential);
  return isRevoked(bits, index) ? 'revoked' : 'good';
}
