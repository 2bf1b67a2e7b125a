import { describe, expect, test } from 'vitest';
import { checkElement } from './check-element.ts';
import { refusedLink } from './testing/refused-link.ts';

const check = (ai: string, value: string) => checkElement({ ai, value, position: 7 });

describe('checkElement', () => {
  test.each([
    ['00', '006141411234567890'],
    ['01', '09520123456788'],
    ['11', '260200'],
    ['11', '240229'],
    ['253', '9526064000028000001'],
    ['255', '9526064000028'],
    ['401', '12345678'],
    ['414', '9520123456788'],
    ['423', '250040'],
    ['4330', '000100-'],
    ['7040', '1ABC'],
    ['8003', '09520123456788XYZ'],
    ['8004', '9520614141234567'],
    ['8006', '095201234567880102'],
    ['8008', '261231235959'],
    ['8008', '26123123'],
    ['8010', '9520#A-1/2'],
    ['8011', '1'],
    ['8013', '1987654Ad4X4bL5ttr2310c2K'],
    ['8030', 'ab_-=='],
    ['21', '!"%&\'()*+,-./:;<=>?_'],
    ['4300', 'A%20B'],
  ])('default: (%s) %s', (ai, value) => {
    expect(check(ai, value).format).toMatch(/^[NXYZ]/);
  });

  test.each([
    ['98765', '1', 'UNKNOWN_AI'],
    ['gtin', '09520123456788', 'UNKNOWN_AI'],
    ['00', '106141411234567890', 'VALUE_CHECK'],
    ['01', '09520123456780', 'VALUE_CHECK'],
    ['01', '٠٩٥٢٠١٢٣٤٥٦٧٨٨', 'VALUE_FORMAT'],
    ['02', '09520123456788\n', 'VALUE_FORMAT'],
    ['11', '261301', 'VALUE_CONTENT'],
    ['11', '260230', 'VALUE_CONTENT'],
    ['4326', '260200', 'VALUE_CONTENT'],
    ['7250', '19000229', 'VALUE_CONTENT'],
    ['4324', '2612312400', 'VALUE_CONTENT'],
    ['423', '2500', 'VALUE_FORMAT'],
    ['421', '250', 'VALUE_FORMAT'],
    ['7040', '1AB!', 'VALUE_CONTENT'],
    ['8003', '19520123456788', 'VALUE_CONTENT'],
    ['8003', '09520123456789', 'VALUE_CHECK'],
    ['8004', '952', 'VALUE_CONTENT'],
    ['8006', '095201234567880201', 'VALUE_CONTENT'],
    ['8006', '095201234567880000', 'VALUE_CONTENT'],
    ['8010', '9520a', 'VALUE_FORMAT'],
    ['8011', '01', 'VALUE_CONTENT'],
    ['8013', '1987654Ad4X4bL5ttr2310c2X', 'VALUE_CHECK'],
    ['8030', 'ab===', 'VALUE_CONTENT'],
    ['21', 'a b', 'VALUE_FORMAT'],
    ['21', 'a^b', 'VALUE_FORMAT'],
    ['21', 'a#b', 'VALUE_FORMAT'],
    ['21', '', 'VALUE_FORMAT'],
    ['4300', 'A%2', 'VALUE_CONTENT'],
  ])('error: (%s) %s', (ai, value, code) => {
    expect(refusedLink(() => check(ai, value))).toMatchObject({
      code: `DIGITAL_LINK_${code}`,
      position: 7,
    });
  });
});
