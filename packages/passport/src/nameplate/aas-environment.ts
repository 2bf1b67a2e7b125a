/**
 * The part of the AAS metamodel 3.0 (IDTA 01001-3-0, JSON of IDTA 01001-3-0 annex) that an exported
 * nameplate is made of.
 */
export type AasEnvironment = {
  assetAdministrationShells: AasShell[];
  submodels: AasSubmodel[];
};

export type AasReference = {
  type: 'ExternalReference' | 'ModelReference';
  keys: { type: 'GlobalReference' | 'Submodel'; value: string }[];
};

export type AasShell = {
  modelType: 'AssetAdministrationShell';
  id: string;
  idShort: string;
  assetInformation: { assetKind: 'Instance'; globalAssetId: string };
  submodels: AasReference[];
};

export type AasSubmodel = {
  modelType: 'Submodel';
  id: string;
  idShort: string;
  kind: 'Instance';
  administration: { templateId: string };
  semanticId: AasReference;
  submodelElements: AasElement[];
};

export type AasElement = {
  idShort: string;
  semanticId: AasReference;
  supplementalSemanticIds?: AasReference[];
  extensions?: { name: string; valueType: string; value: string }[];
} & (
  | { modelType: 'Property'; valueType: string; value: string }
  | { modelType: 'MultiLanguageProperty'; value: { language: string; text: string }[] }
  | { modelType: 'SubmodelElementCollection'; value?: AasElement[] }
);
