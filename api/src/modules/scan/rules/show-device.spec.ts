import { describe, expect, it } from 'vitest';
import { deviceLinks, linkContexts } from './device-links.ts';
import { showDevice } from './show-device.ts';

const ROOT = 'https://passports.example';
const CODE = 'DP-MED-2601-PF-CN-000001-0A';
const GTIN = '09520123456788';

function show(plate: { gtin?: string; giai?: string; serialNumber?: string } = {}) {
  const device = {
    id: '0192f0c0-0000-7000-8000-000000000001',
    code: CODE,
    stream: new Uint8Array(32),
    status: 'IN_SERVICE' as const,
    flags: ['RECALLED' as const, 'STOLEN' as const],
    plate: {
      manufacturer: 'Medtec',
      model: 'Filler 3',
      serialNumber: '7',
      name: null,
      manufacturedAt: null,
      company: 'MED',
      productType: 'PF',
      origin: 'CN',
      gtin: null,
      giai: null,
      ...plate,
    },
    version: { position: 1, leaf: 'ab'.repeat(32), sealed: 0, anchored: 0, owner: null },
  };
  return showDevice(device, { history: [], documents: [], document: null, root: ROOT });
}

describe('showDevice', () => {
  it.each([
    [{}, null],
    [{ gtin: GTIN }, `${ROOT}/01/${GTIN}/21/7`],
    [{ gtin: GTIN, serialNumber: 'A/7' }, `${ROOT}/01/${GTIN}/21/A%2F7`],
    [{ giai: '9520123A' }, `${ROOT}/8004/9520123A`],
    [{ gtin: GTIN, giai: '9520123A' }, `${ROOT}/01/${GTIN}/21/7`],
    // What (21) cannot hold, and keys that are none, give no link; the page is there all the same.
    [{ gtin: GTIN, serialNumber: '灌装机' }, null],
    [{ gtin: '09520123456789' }, null],
    [{ giai: '~' }, null],
  ])('links %o to %s', (plate, gs1) => {
    expect(show(plate).links.gs1).toBe(gs1);
  });

  it('shows flags before all else, in the linkset too', () => {
    expect(Object.keys(show())[0]).toBe('flags');
    const { device } = deviceLinks(show(), []);
    expect(device.itemDescription).toBe('RECALLED: STOLEN: Medtec Filler 3, serial number 7');
  });
});

describe('linkContexts', () => {
  it('has the product type above a device with a GTIN, and nothing above others', () => {
    const anchors = (plate: object) =>
      linkContexts([deviceLinks(show(plate), [])]).map(({ anchor }) => anchor);
    expect(anchors({ gtin: GTIN })).toEqual([`${ROOT}/01/${GTIN}/21/7`, `${ROOT}/01/${GTIN}`]);
    expect(anchors({ giai: '9520123A' })).toEqual([`${ROOT}/8004/9520123A`]);
    expect(anchors({})).toEqual([`${ROOT}/p/${CODE}`]);
  });

  it('is empty without devices', () => {
    expect(linkContexts([])).toEqual([]);
  });
});
