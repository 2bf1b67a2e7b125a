import type { Operation } from './document-refusals.ts';

/** What the parameters mean that are the same wherever they stand. */
const MEANINGS: readonly (readonly [path: RegExp, name: string, meaning: string])[] = [
  [/^\/api\/v1\/passports\//, 'id', 'Passport code or UUID'],
  [/^\/api\/v1\/passports\//, 'position', 'Position of an event in the history, from 1'],
  [/^\/api\/v1\/organizations\//, 'id', 'UUID or three letters of the organisation'],
  [/^\/api\/v1\/suppliers\//, 'id', 'UUID of the supplier, or your number for it'],
  [/^\/api\/v1\/users\//, 'id', 'UUID of the account'],
  [/^\/issuers\//, 'id', 'UUID of the organisation'],
  [/^\/api\/v1\/credentials\//, 'key', 'The public key, as Multikey'],
  [/^\/issuers\//, 'list', 'Number of the status list'],
  [/^\/api\/v1\/epcis\/capture\//, 'captureID', 'UUID of the capture job'],
  [/^\/ipfs\//, 'cid', 'CID of the block'],
  [/^\/health\//, 'name', 'Of the check'],
  [/./, 'code', 'Passport code'],
  [/./, 'id', 'UUID'],
  [/./, 'limit', 'Items per page'],
];

/** Describes the parameters that do not say themselves what they mean. */
export function describeParameters(path: string, { parameters = [] }: Operation): void {
  for (const parameter of parameters) {
    if ('$ref' in parameter || parameter.description !== undefined) continue;
    const known = MEANINGS.find(([of, name]) => name === parameter.name && of.test(path));
    if (known !== undefined) [, , parameter.description] = known;
  }
}
