import { existsSync, readFileSync } from 'node:fs';

type Json = null | string | number | Json[] | { [key: string]: Json };

/** A Property. */
export function property(idShort: string, value: Json, semanticId?: string): Json {
  return { modelType: 'Property', idShort, valueType: 'xs:string', value, ...meaning(semanticId) };
}

/** A MultiLanguageProperty out of `{ language: text }`. */
export function texts(idShort: string, said: Record<string, string>, semanticId?: string): Json {
  const value = Object.entries(said).map(([language, text]) => ({ language, text }));
  return { modelType: 'MultiLanguageProperty', idShort, value, ...meaning(semanticId) };
}

/** Nameplate 3.0 of one device; the given elements replace those of the same idShort. */
export function plate3(...changed: Json[]): Json {
  const elements = [
    property('URIOfTheProduct', 'https://pumps.example/p200/77'),
    texts('ManufacturerName', { de: 'Muster AG', en: 'Muster Ltd' }),
    texts('ManufacturerProductDesignation', { en: 'Feed pump' }),
    property('ManufacturerProductType', 'P-200'),
    property('OrderCodeOfManufacturer', 'P200-DN50'),
    property('SerialNumber', '77'),
    property('DateOfManufacture', '2022-03-17'),
    property('CountryOfOrigin', 'DE'),
  ].filter((element) => !changed.some((other) => idShortOf(other) === idShortOf(element)));
  return nameplate('https://admin-shell.io/idta/nameplate/3/0/Nameplate', [
    ...elements,
    ...changed,
  ]);
}

/** A nameplate submodel of that version with these elements. */
export function nameplate(semanticId: string, submodelElements: Json[]): Json {
  return { modelType: 'Submodel', id: 'urn:plate:1', ...meaning(semanticId), submodelElements };
}

/** An environment whose one shell names every submodel `urn:plate:1`. */
export function environment(...submodels: Json[]): Json {
  return {
    assetAdministrationShells: [
      {
        modelType: 'AssetAdministrationShell',
        id: 'urn:shell:1',
        assetInformation: { assetKind: 'Instance', globalAssetId: 'urn:asset:1' },
        submodels: [{ type: 'ModelReference', keys: [{ type: 'Submodel', value: 'urn:plate:1' }] }],
      },
    ],
    submodels,
  };
}

const folder = new URL('../../../../../../shared/vectors/aas/', import.meta.url);
export const haveVectors = existsSync(folder);

/** A published AAS file as parsed JSON. */
export function vector(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}

function meaning(semanticId: string | undefined): { [key: string]: Json } {
  if (semanticId === undefined) return {};
  const keys = [{ type: 'GlobalReference', value: semanticId }];
  return { semanticId: { type: 'ExternalReference', keys } };
}

function idShortOf(element: Json): Json | undefined {
  return element !== null && typeof element === 'object' && !Array.isArray(element)
    ? element['idShort']
    : undefined;
}
