import { didWebUrl } from '@luna/passport';
import { describe, expect, it } from 'vitest';
import { Addresses } from './addresses.ts';

const ORG = '0198c1f2-0000-7000-8000-000000000001';
const addresses = new Addresses('https://passports.example:8443');

describe('Addresses', () => {
  it('a DID leads to where the organisation’s document is served', () => {
    const did = addresses.did(ORG);
    expect(did).toBe(`did:web:passports.example%3A8443:issuers:${ORG}`);
    expect(didWebUrl(did)).toBe(`https://passports.example:8443/issuers/${ORG}/did.json`);
    expect(addresses.organizationOf(did)).toBe(ORG);
  });

  it.each([
    `did:web:other.example:issuers:${ORG}`,
    `did:web:passports.example:issuers:${ORG}`,
    `did:web:passports.example%3A8443:issuers:x:${ORG}`,
    `did:web:passports.example%3A8443:issuers:${ORG.toUpperCase()}`,
    'did:web:passports.example%3A8443',
    'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    '',
  ])('%s is none of ours', (did) => {
    expect(addresses.organizationOf(did)).toBeUndefined();
  });

  it('a status list is known by its whole address', () => {
    const url = addresses.statusList(ORG, 12);
    expect(url).toBe(`https://passports.example:8443/issuers/${ORG}/status/12`);
    expect(addresses.statusListOf(ORG, url)).toBe(12);
    expect(addresses.statusListOf('other', url)).toBeUndefined();
    expect(addresses.statusListOf(ORG, `${url}.0`)).toBeUndefined();
    expect(addresses.statusListOf(ORG, `${url}#12`)).toBeUndefined();
  });

  it('an address without a name cannot issue', () => {
    expect(() => new Addresses('http://192.0.2.1:5173').did(ORG)).toThrow(
      expect.objectContaining({ code: 'DID_INVALID' }),
    );
  });
});
