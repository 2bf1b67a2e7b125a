import { parseCode } from '../code.ts';
import type { PassportState } from '../passport-state.ts';
import type { AasElement, AasEnvironment, AasReference } from './aas-environment.ts';
import {
  ADDRESS,
  ELEMENTS,
  MONTH_EXTENSION,
  NAMEPLATE,
  type ElementName,
  type ElementTemplate,
} from './nameplate-template.ts';

/** What a nameplate is written from; the country of origin is in the code. */
export type NameplateSource = {
  passport: Pick<
    PassportState,
    'code' | 'manufacturer' | 'model' | 'serialNumber' | 'manufacturedAt' | 'name'
  >;
  /** Where `/p/<code>` is served, such as `https://passports.example`. */
  publicOrigin: string;
  /** Of the manufacturer; `country` is ISO 3166-1 alpha-2. Unknown: the collection stays empty. */
  address?: { street: string; zipCode: string; city: string; country: string };
};

/**
 * One shell and its nameplate (IDTA 02006-3-0-1) as JSON of the AAS metamodel 3.0.
 *
 * The asset's id, and the URI of the product, is the address of its passport (IEC 61406). What the
 * template demands and a passport does not have is said with the model: designation without a
 * name, and order code. Errors: those of `parseCode`.
 */
export function writeNameplate(source: NameplateSource): AasEnvironment {
  const { code } = source.passport;
  const uri = new URL(`/p/${code}`, source.publicOrigin).href;
  const id = `${uri}#nameplate`;
  return {
    assetAdministrationShells: [
      {
        modelType: 'AssetAdministrationShell',
        id: `${uri}#aas`,
        idShort: code.replaceAll('-', '_'),
        assetInformation: { assetKind: 'Instance', globalAssetId: uri },
        submodels: [{ type: 'ModelReference', keys: [{ type: 'Submodel', value: id }] }],
      },
    ],
    submodels: [
      {
        modelType: 'Submodel',
        id,
        idShort: 'Nameplate',
        kind: 'Instance',
        administration: { templateId: NAMEPLATE.templateId },
        semanticId: concept(NAMEPLATE.semanticId),
        submodelElements: plateElements(source, uri),
      },
    ],
  };
}

function plateElements({ passport, address }: NameplateSource, uri: string): AasElement[] {
  const { model, manufacturedAt } = passport;
  const elements = [
    plateElement('URIOfTheProduct', uri),
    plateElement('ManufacturerName', passport.manufacturer),
    plateElement('ManufacturerProductDesignation', passport.name ?? model),
    addressElement(address),
    plateElement('ManufacturerProductType', model),
    plateElement('OrderCodeOfManufacturer', model),
    plateElement('SerialNumber', passport.serialNumber),
  ];
  if (manufacturedAt !== null) {
    const year = plateElement('YearOfConstruction', manufacturedAt.slice(0, 4));
    elements.push({ ...year, extensions: [{ ...MONTH_EXTENSION, value: manufacturedAt }] });
  }
  elements.push(plateElement('CountryOfOrigin', parseCode(passport.code).origin));
  return elements;
}

function addressElement(address: NameplateSource['address']): AasElement {
  const { Street, Zipcode, CityTown, NationalCode } = ADDRESS.elements;
  return {
    idShort: ADDRESS.idShort,
    modelType: 'SubmodelElementCollection',
    semanticId: concept(ADDRESS.semanticId),
    supplementalSemanticIds: ADDRESS.supplemental.map(concept),
    ...(address && {
      value: [
        element('Street', Street, address.street),
        element('Zipcode', Zipcode, address.zipCode),
        element('CityTown', CityTown, address.city),
        element('NationalCode', NationalCode, address.country),
      ],
    }),
  };
}

function plateElement(idShort: ElementName, value: string): AasElement {
  return element(idShort, ELEMENTS[idShort], value);
}

function element(idShort: string, template: ElementTemplate, text: string): AasElement {
  const { valueType, supplemental } = template;
  const value = printable(text);
  return {
    idShort,
    semanticId: concept(template.semanticId),
    ...(supplemental.length > 0 && { supplementalSemanticIds: supplemental.map(concept) }),
    ...(valueType === undefined
      ? { modelType: 'MultiLanguageProperty', value: [{ language: 'en', text: value }] }
      : { modelType: 'Property', valueType, value }),
  };
}

/** AAS text must be writable as XML 1.0 (constraint AASd-130). */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\uFFFE\uFFFF]/gu, '\uFFFD');
}

function concept(value: string): AasReference {
  return { type: 'ExternalReference', keys: [{ type: 'GlobalReference', value }] };
}
