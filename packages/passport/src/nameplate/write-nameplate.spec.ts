import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { formatCode } from '../code.ts';
import { ORIGINS } from '../origins.ts';
import { readNameplate } from './read-nameplate.ts';
import { haveVectors, vector } from './testing/plates.ts';
import { writeNameplate } from './write-nameplate.ts';

const passport = {
  code: 'DP-MED-2601-PF-CN-000001-0A',
  manufacturer: 'MED',
  model: 'PF-200',
  serialNumber: '1',
  manufacturedAt: '2026-01',
  name: 'Filling line',
};
const publicOrigin = 'https://passports.example';
const address = { street: 'Musterstraße 1', zipCode: '12345', city: 'Musterstadt', country: 'DE' };
const uri = 'https://passports.example/p/DP-MED-2601-PF-CN-000001-0A';

describe('writeNameplate', () => {
  test('default: a shell that names its nameplate', () => {
    const { assetAdministrationShells, submodels } = writeNameplate({ passport, publicOrigin });
    expect(assetAdministrationShells).toEqual([
      {
        modelType: 'AssetAdministrationShell',
        id: `${uri}#aas`,
        idShort: 'DP_MED_2601_PF_CN_000001_0A',
        assetInformation: { assetKind: 'Instance', globalAssetId: uri },
        submodels: [
          { type: 'ModelReference', keys: [{ type: 'Submodel', value: `${uri}#nameplate` }] },
        ],
      },
    ]);
    expect(submodels).toMatchObject([{ id: `${uri}#nameplate`, kind: 'Instance' }]);
  });

  test('default: the elements of the template with their meanings', () => {
    const [submodel] = writeNameplate({ passport, publicOrigin, address }).submodels;
    const said = submodel?.submodelElements.map((element) => [
      element.idShort,
      element.semanticId.keys[0]?.value,
      'valueType' in element ? element.valueType : element.modelType,
    ]);
    const addressInformation =
      'https://admin-shell.io/zvei/nameplate/1/0/ContactInformations/AddressInformation';
    expect(said).toEqual([
      ['URIOfTheProduct', '0112/2///61987#ABN590#002', 'xs:anyURI'],
      ['ManufacturerName', '0112/2///61987#ABA565#009', 'MultiLanguageProperty'],
      ['ManufacturerProductDesignation', '0112/2///61987#ABA567#009', 'MultiLanguageProperty'],
      ['AddressInformation', addressInformation, 'SubmodelElementCollection'],
      ['ManufacturerProductType', '0112/2///61987#ABA300#008', 'xs:string'],
      ['OrderCodeOfManufacturer', '0112/2///61987#ABA950#008', 'xs:string'],
      ['SerialNumber', '0112/2///61987#ABA951#009', 'xs:string'],
      ['YearOfConstruction', '0112/2///61987#ABP000#002', 'xs:string'],
      ['CountryOfOrigin', '0112/2///61987#ABP462#001', 'xs:string'],
    ]);
  });

  test('behaviour: what a passport lacks is not invented', () => {
    const bare = { ...passport, name: null, manufacturedAt: null };
    const text = JSON.stringify(writeNameplate({ passport: bare, publicOrigin }));
    for (const absent of ['YearOfConstruction', 'DateOfManufacture', 'Street']) {
      expect(text).not.toContain(absent);
    }
  });

  test('behaviour: characters that XML cannot carry are replaced', () => {
    const odd = { ...passport, serialNumber: 'a\u0001\u{FFFE}b' };
    expect(readNameplate(writeNameplate({ passport: odd, publicOrigin }))).toMatchObject([
      { device: { serialNumber: 'a\uFFFD\uFFFDb' } },
    ]);
  });

  test('behaviour: import of an export is what was exported', () => {
    const plateText = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .filter((text) => text === text.trim() && text !== '' && !/[\p{Cc}\uFFFE\uFFFF]/u.test(text));
    const month = fc
      .tuple(fc.integer({ min: 1950, max: 2049 }), fc.integer({ min: 1, max: 12 }))
      .map(([year, each]) => `${year}-${String(each).padStart(2, '0')}`);
    const device = fc.record(
      {
        manufacturer: plateText,
        model: plateText,
        serialNumber: plateText,
        origin: fc.constantFrom(...ORIGINS),
        manufacturedAt: month,
        name: plateText,
      },
      { requiredKeys: ['manufacturer', 'model', 'serialNumber', 'origin'] },
    );
    fc.assert(
      fc.property(device, ({ origin, ...said }) => {
        fc.pre(said.name !== said.model);
        const code = formatCode({
          company: 'MED',
          month: '2601',
          productType: 'PF',
          origin,
          sequence: 1,
        });
        const exported = { manufacturedAt: null, name: null, ...said, code };
        const json: unknown = JSON.parse(
          JSON.stringify(writeNameplate({ passport: exported, publicOrigin, address })),
        );
        const productUri = `${publicOrigin}/p/${code}`;
        expect(readNameplate(json)).toEqual([
          {
            submodel: `${productUri}#nameplate`,
            device: { ...said, origin },
            assetId: productUri,
            orderCode: said.model,
          },
        ]);
      }),
    );
  });
});

const reference = z.object({
  type: z.string(),
  keys: z.array(z.object({ type: z.string(), value: z.string() })),
});
const element = z.object({
  idShort: z.string(),
  modelType: z.string(),
  semanticId: reference,
  supplementalSemanticIds: z.optional(z.array(reference)),
  valueType: z.optional(z.string()),
});
const submodel = z.object({
  idShort: z.string(),
  modelType: z.string(),
  semanticId: reference,
  administration: z.object({ templateId: z.string() }),
  submodelElements: z.array(
    z.extend(element, {
      value: z.optional(z.unknown()),
      qualifiers: z.optional(z.array(z.object({ type: z.string(), value: z.string() }))),
    }),
  ),
});

function nameplateOf(environment: unknown) {
  const [first] = z.object({ submodels: z.array(submodel) }).parse(environment).submodels;
  return first ?? expect.unreachable('no submodel');
}

describe.skipIf(!haveVectors)('IDTA 02006-3-0-1 (needs ../shared/vectors/aas)', () => {
  const template = () => nameplateOf(vector('IDTA-02006-3-0-1-digital-nameplate-template.json'));
  const written = () => nameplateOf(writeNameplate({ passport, publicOrigin, address }));

  test('behaviour: the submodel is the one of the template', () => {
    const { idShort, modelType, semanticId, administration } = template();
    expect(written()).toMatchObject({ idShort, modelType, semanticId, administration });
  });

  test('behaviour: every element is as in the template, in its order', () => {
    const known = template().submodelElements.map((each) => element.parse(each));
    const said = written().submodelElements.map((each) => element.parse(each));
    expect(said).toEqual(known.filter(({ idShort }) => said.some((e) => e.idShort === idShort)));
    expect(said.length).toBe(9);
  });

  test('behaviour: nothing that the template demands is absent or empty', () => {
    const mandatory = template().submodelElements.filter(({ qualifiers = [] }) =>
      qualifiers.some(({ type, value }) => type === 'SMT/Cardinality' && /^One/.test(value)),
    );
    expect(mandatory.map(({ idShort }) => idShort)).toEqual([
      'URIOfTheProduct',
      'ManufacturerName',
      'ManufacturerProductDesignation',
      'AddressInformation',
      'OrderCodeOfManufacturer',
    ]);
    for (const { idShort } of mandatory) {
      const value = written().submodelElements.find((each) => each.idShort === idShort)?.value;
      expect(value, idShort).toHaveProperty(
        'length',
        expect.toSatisfy((n: number) => n > 0),
      );
    }
  });

  test('behaviour: the address has the four elements of section 3.2', () => {
    const collection = written().submodelElements.find((e) => e.idShort === 'AddressInformation');
    expect(z.array(element).parse(collection?.value)).toMatchObject([
      { idShort: 'Street', modelType: 'MultiLanguageProperty' },
      { idShort: 'Zipcode', modelType: 'MultiLanguageProperty' },
      { idShort: 'CityTown', modelType: 'MultiLanguageProperty' },
      { idShort: 'NationalCode', modelType: 'MultiLanguageProperty' },
    ]);
  });
});
