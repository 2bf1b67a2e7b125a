import { readFileSync } from 'node:fs';
import { fromHex } from '@luna/record';
import * as z from 'zod/mini';
import { verificationMethodId } from '../did-document.ts';
import { readDocument } from '../json-document.ts';
import { decodePublicKey } from '../multikey.ts';

const text = z.string();
const shape = z.object({
  seed: text,
  publicKeyMultibase: text,
  did: text,
  created: text,
  unsigned: z.unknown(),
  canonicalDocument: text,
  canonicalOptions: text,
  hashData: text,
  proofValue: text,
});
const file = new URL('eddsa-jcs-2022.json', import.meta.url);

/** A signature made with other tools: it keeps the code honest where ../shared/vectors is absent. */
export const ownVector = shape.parse(JSON.parse(readFileSync(file, 'utf8')));

export const DID = ownVector.did;
export const SEED = fromHex(ownVector.seed);
export const PUBLIC_KEY = decodePublicKey(ownVector.publicKeyMultibase);
export const KEY_ID = verificationMethodId(DID, PUBLIC_KEY);
export const CREATED = ownVector.created;
/** A minute after `CREATED`. */
export const NOW = Date.parse(CREATED) + 60_000;
export const unsigned = readDocument(ownVector.unsigned);
export const signing = { privateKey: SEED, verificationMethod: KEY_ID, created: CREATED };
export const checking = { publicKey: PUBLIC_KEY, verificationMethod: KEY_ID, now: NOW };
