import { describe, expect, test } from 'vitest';
import { canonicalLink } from './canonical-link.ts';

describe('canonicalLink', () => {
  test.each([
    ['urn:epc:id:sgtin:4012345.011111.98%22', '/01/04012345111118/21/98%22'],
    ['urn:epc:id:sgtin:415056789012.0.987654', '/01/04150567890128/21/987654'],
    ['urn:epc:id:sgtin:4012345.011111.a!(b)*+,:', '/01/04012345111118/21/a%21%28b%29%2A%2B%2C%3A'],
    ['urn:epc:id:upui:4012345.012345.AB12', '/01/04012345123456/235/AB12'],
    ['urn:epc:class:lgtin:4012345.012345.Lot987', '/01/04012345123456/10/Lot987'],
    ['urn:epc:idpat:sgtin:4012345.012345.*', '/01/04012345123456'],
    ['urn:epc:id:sscc:4012345.3111111111', '/00/340123451111111111'],
    ['urn:epc:id:sgln:4012345.00005.122', '/414/4012345000054/254/122'],
    ['urn:epc:id:sgln:4012345.00005.0', '/414/4012345000054'],
    ['urn:epc:id:pgln:999999999999.', '/417/9999999999994'],
    ['urn:epc:id:grai:4012345.00022.334455', '/8003/04012345000221334455'],
    ['urn:epc:idpat:grai:4012345.99999.*', '/8003/04012345999990'],
    ['urn:epc:id:gdti:987659999999..9', '/253/98765999999929'],
    ['urn:epc:id:sgcn:4012345.99999.44', '/255/401234599999044'],
    ['urn:epc:id:gsrn:4012345.0000006765', '/8018/401234500000067657'],
    ['urn:epc:id:gsrnp:4012345.0000000007', '/8017/401234500000000074'],
    ['urn:epc:id:gsin:4012345.222333444', '/402/40123452223334442'],
    ['urn:epc:id:giai:4012345.ABC345', '/8004/4012345ABC345'],
    ['urn:epc:id:ginc:4012345.xyz47%2F11', '/401/4012345xyz47%2F11'],
    ['urn:epc:id:itip:4012345.011111.01.02.987', '/8006/040123451111180102/21/987'],
    ['urn:epc:idpat:itip:4012345.012345.01.02.*', '/8006/040123451234560102'],
    ['urn:epc:id:cpi:0614141.11-A%23%2F.1234', '/8010/061414111-A%23%2F/8011/1234'],
    ['urn:epc:idpat:cpi:4012345.AB12.*', '/8010/4012345AB12'],
  ])('default: %s', (urn, path) => {
    expect(canonicalLink(urn)).toBe(`https://id.gs1.org${path}`);
  });

  test.each([
    ['http://a.example/gtin-8/01/97803111', '/01/00000097803111'],
    ['https://a.example/x/gtin/9780345418913/ser/S(1)?11=221109', '/01/09780345418913/21/S%281%29'],
    ['https://id.gs1.org/01/9780345418913/22/344/10/1223/21/765tz/', '/01/09780345418913/21/765tz'],
    ['https://a.example/01/9780345418913/10/lot', '/01/09780345418913/10/lot'],
    ['https://a.example/itip/123456789101100190/cpv/ABCD', '/8006/123456789101100190'],
    ['https://a.example/gln/4280000000002/254/12', '/414/4280000000002/254/12'],
    ['https://a.example/8004/401234599999', '/8004/401234599999'],
    ['https://a.example/sscc/340123453111111115', '/00/340123453111111115'],
    ['https://a.example/8010/0628165987/8011/9876', '/8010/0628165987/8011/9876'],
  ])('default: %s', (link, path) => {
    expect(canonicalLink(link)).toBe(`https://id.gs1.org${path}`);
  });

  test.each([
    'https://passports.example/p/DP-MED-2601-PF-CN-000001-0A',
    'https://a.example/01/97803',
    'https://a.example/123/4012345ABC987/456/4711',
    'https://id.gs1.org/01/9780345418913/99/x',
    'https://id.gs1.org/01/9780345418913/21',
    'https://id.gs1.org/01/9780345418913/21/a b',
    'https://id.gs1.org/01/9780345418913#top',
    'urn:epc:id:sgtin:4012345.011111',
    'urn:epc:id:sscc:4012345.31111111111',
    'urn:epc:id:sscc:4012345.3111111111.5',
    'urn:epc:id:giai:4012345.a b',
    'urn:epc:id:itip:4012345.011111.1.02.987',
    'urn:epc:id:cpi:4012345.AB12.x',
    'urn:epc:id:nothing:4012345.1',
    'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8',
    'geo:31.2,121.5',
    'text',
  ])('behaviour: %s stays as it is', (text) => {
    expect(canonicalLink(text)).toBe(text);
  });
});
