import { describe, expect, test } from 'vitest';
import { NameplateError } from './nameplate-error.ts';
import { readNameplate } from './read-nameplate.ts';
import {
  environment,
  haveVectors,
  nameplate,
  plate3,
  property,
  texts,
  vector,
} from './testing/plates.ts';

function thrown(json: unknown): NameplateError {
  try {
    readNameplate(json);
  } catch (error) {
    if (error instanceof NameplateError) return error;
  }
  return expect.unreachable('expected a NameplateError');
}

const device = {
  manufacturer: 'Muster Ltd',
  model: 'P-200',
  serialNumber: '77',
  name: 'Feed pump',
  manufacturedAt: '2022-03',
  origin: 'DE',
};

describe('readNameplate', () => {
  test('default: version 3.0', () => {
    expect(readNameplate(environment(plate3()))).toEqual([
      { submodel: 'urn:plate:1', device, assetId: 'urn:asset:1', orderCode: 'P200-DN50' },
    ]);
  });

  test('default: version 2.0, where type and order code have languages', () => {
    const elements = [
      property('URIOfTheProduct', 'https://pumps.example/9', '0173-1#02-AAY811#001'),
      texts('ManufacturerName', { de: 'Muster AG' }, '0173-1#02-AAO677#002'),
      texts('ManufacturerProductDesignation', { en: 'ABC-123' }, '0173-1#02-AAW338#001'),
      texts('ManufacturerProductFamily', { en: 'ABC' }, '0173-1#02-AAU731#001'),
      texts('ManufacturerProductType', { en: 'FM-ABC' }, '0173-1#02-AAO057#002'),
      texts('OrderCodeOfManufacturer', { en: 'FMABC' }, '0173-1#02-AAO227#002'),
      property('SerialNumber', '9', '0173-1#02-AAM556#002'),
      property('YearOfConstruction', '2022', '0173-1#02-AAP906#001'),
    ];
    const plate = nameplate('https://admin-shell.io/zvei/nameplate/2/0/Nameplate', elements);
    expect(readNameplate({ submodels: [plate] })).toEqual([
      {
        submodel: 'urn:plate:1',
        device: { manufacturer: 'Muster AG', model: 'FM-ABC', serialNumber: '9', name: 'ABC-123' },
        assetId: 'https://pumps.example/9',
        orderCode: 'FMABC',
        yearOfConstruction: '2022',
      },
    ]);
  });

  test('behaviour: an element is known by its meaning, whatever it is called', () => {
    const renamed = property('Seriennummer', '78', '0112/2///61987#ABA951#007');
    const unnamed = property('SerialNumber', null);
    const plate = plate3(renamed, unnamed);
    expect(readNameplate(environment(plate))).toMatchObject([
      { refusals: [{ code: 'ELEMENT_AMBIGUOUS', path: 'SerialNumber' }] },
    ]);
    const elements = [
      texts('Hersteller', { de: 'Muster AG' }, '0173-1#02-AAO677#002'),
      property('Typ', 'P-200', '0112/2///61987#ABA300#008'),
      renamed,
    ];
    const only = nameplate('https://admin-shell.io/idta/nameplate/3/0/Nameplate', elements);
    expect(readNameplate(environment(only))).toMatchObject([
      { device: { manufacturer: 'Muster AG', model: 'P-200', serialNumber: '78' } },
    ]);
  });

  test.each([
    ['British before German', { de: 'A', 'en-GB': 'B' }, 'B'],
    ['the first where nothing is English', { fr: 'A', de: 'B' }, 'A'],
    ['blank English is nothing', { en: ' ', zh: '泵业' }, '泵业'],
    ['without the white space around it', { en: ' Muster Ltd\n' }, 'Muster Ltd'],
  ])('behaviour: languages: %s', (_title, said, manufacturer) => {
    const plate = plate3(texts('ManufacturerName', said));
    expect(readNameplate(environment(plate))).toMatchObject([{ device: { manufacturer } }]);
  });

  test.each([
    ['order code', [property('ManufacturerProductType', '')], 'P200-DN50', 'Feed pump'],
    [
      'designation, which then is no name',
      [property('ManufacturerProductType', ''), property('OrderCodeOfManufacturer', ' ')],
      'Feed pump',
      undefined,
    ],
  ])('behaviour: without a type the model is the %s', (_title, changed, model, name) => {
    const [reading] = readNameplate(environment(plate3(...changed)));
    expect(reading).toMatchObject({ device: { model } });
    if (reading !== undefined && 'device' in reading) expect(reading.device.name).toBe(name);
  });

  test.each([
    ['SerialNumber', property('SerialNumber', ''), 'ELEMENT_MISSING'],
    ['ManufacturerName', texts('ManufacturerName', { en: ' ' }), 'ELEMENT_MISSING'],
    ['ManufacturerName', property('ManufacturerName', 7), 'ELEMENT_TYPE'],
    ['ManufacturerName', property('ManufacturerName', ['x']), 'ELEMENT_TYPE'],
    ['SerialNumber', property('SerialNumber', '1\n2'), 'TEXT_INVALID'],
    ['SerialNumber', property('SerialNumber', '1'.repeat(201)), 'TEXT_INVALID'],
    ['DateOfManufacture', property('DateOfManufacture', '2022-02-30'), 'DATE_INVALID'],
    ['DateOfManufacture', property('DateOfManufacture', 'March 2022'), 'DATE_INVALID'],
    ['CountryOfOrigin', property('CountryOfOrigin', 'DEU'), 'COUNTRY_UNKNOWN'],
    ['CountryOfOrigin', property('CountryOfOrigin', '__proto__'), 'COUNTRY_UNKNOWN'],
  ])('error: %s, %j: %s', (path, changed, code) => {
    const [reading] = readNameplate(environment(plate3(changed)));
    expect(reading).toMatchObject({ refusals: [{ code, path }] });
    expect(reading).not.toHaveProperty('device');
  });

  test('error: everything that is wrong is named at once', () => {
    const empty = nameplate('https://admin-shell.io/idta/nameplate/3/0/Nameplate', []);
    const [reading] = readNameplate(environment(empty));
    expect(reading).toMatchObject({
      refusals: [
        { code: 'ELEMENT_MISSING', path: 'ManufacturerProductType' },
        { code: 'ELEMENT_MISSING', path: 'ManufacturerName' },
        { code: 'ELEMENT_MISSING', path: 'SerialNumber' },
      ],
    });
  });

  test('error: a month beside a year it is not in', () => {
    const year = {
      modelType: 'Property',
      idShort: 'YearOfConstruction',
      value: '2021',
      extensions: [{ name: 'monthOfManufacture', value: '2022-01' }],
    };
    const [reading] = readNameplate(environment(plate3(property('DateOfManufacture', ''), year)));
    expect(reading).toMatchObject({
      refusals: [{ code: 'DATE_INVALID', path: 'YearOfConstruction' }],
    });
  });

  test('behaviour: one nameplate that is wrong spoils no other', () => {
    const readings = readNameplate(environment(plate3(), plate3(property('SerialNumber', ''))));
    expect(readings).toMatchObject([{ device }, { refusals: [{ path: 'SerialNumber' }] }]);
  });

  test.each([null, 7, 'x', [], { submodels: {} }, { submodels: [{ semanticId: 1, id: 'x' }] }])(
    'error: %j is not an environment',
    (json) => {
      expect(thrown(json).code).toMatch(/^(?:AAS_INVALID|NAMEPLATE_MISSING)$/);
    },
  );

  test('error: no nameplate, too many submodels, too many elements', () => {
    expect(thrown({}).code).toBe('NAMEPLATE_MISSING');
    const other = nameplate('0173-1#01-AHX837#002', []);
    expect(thrown(environment(other)).code).toBe('NAMEPLATE_MISSING');
    expect(thrown({ submodels: Array.from({ length: 10_001 }, () => other) }).code).toBe(
      'AAS_TOO_LARGE',
    );
    const many = plate3(...Array.from({ length: 1_000 }, (_, at) => property(`P${at}`, 'x')));
    expect(readNameplate(environment(many))).toMatchObject([
      { refusals: [{ code: 'SUBMODEL_INVALID' }] },
    ]);
  });

  test('behaviour: keys of prototypes and any depth are only data', () => {
    const hostile = '{"idShort":"__proto__","value":"x","__proto__":{"idShort":"SerialNumber"}}';
    const nested = '{"value":'.repeat(5_000) + '1' + '}'.repeat(5_000);
    const text = JSON.stringify(environment(plate3(property('Deep', 'HERE'))))
      .replace('"HERE"', `${nested},"also":${hostile}`)
      .replace('"submodelElements":[', `$&${hostile},`);
    expect(readNameplate(JSON.parse(text))).toMatchObject([{ device }]);
  });

  describe.skipIf(!haveVectors)('published files (needs ../shared/vectors/aas)', () => {
    test('default: the example values of the template', () => {
      const template = vector('IDTA-02006-3-0-1-digital-nameplate-template.json');
      expect(readNameplate(template)).toEqual([
        {
          submodel: 'https://admin-shell.io/idta/SubmodelTemplate/DigitalNameplate/3/0',
          device: {
            manufacturer: '"Muster AG"',
            model: 'FM-ABC-1234',
            serialNumber: '12345678',
            name: '"ABC-123"',
            manufacturedAt: '2022-01',
            origin: 'DE',
          },
          assetId: 'https://admin-shell.io/idta/asset/DigitalNameplate/3/0',
          orderCode: 'FMABC1234',
        },
      ]);
    });

    test('error: technical data is no nameplate', () => {
      const { code, message } = thrown(vector('IDTA-02003-2-0-technical-data-sample.json'));
      expect(code).toBe('NAMEPLATE_MISSING');
      expect(message).toContain('https://admin-shell.io/idta/nameplate/3/0/Nameplate');
    });
  });
});
