import { describe, expect, test } from 'vitest';
import { deviceKeys, isGiai, isGtin14 } from './device-keys.ts';
import { digitalLinkPath, formatDigitalLink } from './format-digital-link.ts';
import { refusedLink } from './testing/refused-link.ts';

const gtin = '09520123456788';
const giai = '9520614141234567';

describe('deviceKeys', () => {
  test('default', () => {
    expect(deviceKeys({ gtin, serialNumber: 'SN/7' })).toEqual([
      { ai: '01', value: gtin },
      { ai: '21', value: 'SN/7' },
    ]);
    expect(deviceKeys({ giai, serialNumber: 'SN/7' })).toEqual([{ ai: '8004', value: giai }]);
    expect(deviceKeys({ serialNumber: 'SN/7' })).toEqual([]);
  });

  test('behaviour: with both the GTIN names the device and the GIAI is told', () => {
    const keys = deviceKeys({ gtin, giai, serialNumber: 'SN/7' });
    expect(digitalLinkPath(keys)).toBe('/01/09520123456788/21/SN%2F7');
    expect(formatDigitalLink('https://a', keys)).toBe(
      'https://a/01/09520123456788/21/SN%2F7?8004=9520614141234567',
    );
  });

  test.each(['', '123456789012345678901', 'SN 7', '序列号'])(
    'behaviour: a GTIN names no single device without a serial number for (21): "%s"',
    (serialNumber) => {
      expect(deviceKeys({ gtin, serialNumber })).toEqual([]);
      expect(deviceKeys({ gtin, giai, serialNumber })).toEqual([{ ai: '8004', value: giai }]);
    },
  );

  test('error: a GTIN or GIAI that is none', () => {
    expect(refusedLink(() => deviceKeys({ gtin: '1', serialNumber: '7' }))).toMatchObject({
      code: 'DIGITAL_LINK_VALUE_FORMAT',
      position: 0,
    });
    expect(refusedLink(() => deviceKeys({ gtin, giai: 'x', serialNumber: '7' }))).toMatchObject({
      code: 'DIGITAL_LINK_VALUE_CONTENT',
      position: 1,
    });
  });
});

describe('isGtin14 and isGiai', () => {
  test('default', () => {
    expect(isGtin14(gtin)).toBe(true);
    expect(isGiai(giai)).toBe(true);
    expect(isGiai('1234')).toBe(true);
  });

  test.each(['', '9520123456788', '09520123456789', ' 09520123456788', '0952012345678X', '\ud800'])(
    'error: no GTIN: "%s"',
    (text) => {
      expect(isGtin14(text)).toBe(false);
    },
  );

  test.each(['', '123', 'ABCD123', '1234 5', '1'.repeat(31), '1234ä'])(
    'error: no GIAI: "%s"',
    (text) => {
      expect(isGiai(text)).toBe(false);
    },
  );
});
