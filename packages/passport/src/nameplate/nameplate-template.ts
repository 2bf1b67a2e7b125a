/** What the template says of one element; without `valueType` it is a MultiLanguageProperty. */
export type ElementTemplate = {
  semanticId: string;
  supplemental: readonly string[];
  valueType?: 'xs:string' | 'xs:date' | 'xs:anyURI';
};

/** Identity of IDTA 02006-3-0, Digital Nameplate 3.0. */
export const NAMEPLATE = {
  semanticId: 'https://admin-shell.io/idta/nameplate/3/0/Nameplate',
  templateId: 'https://admin-shell.io/idta-02006-3-0',
} as const;

/**
 * The elements of IDTA 02006-3-0-1 that a passport has something to say about, by idShort: IEC CDD
 * first, ECLASS as supplement. Versions 1.0 and 2.0 use the same idShorts and older versions of the
 * same ECLASS concepts.
 */
export const ELEMENTS = {
  URIOfTheProduct: {
    semanticId: '0112/2///61987#ABN590#002',
    supplemental: ['0173-1#02-ABH173#003'],
    valueType: 'xs:anyURI',
  },
  ManufacturerName: {
    semanticId: '0112/2///61987#ABA565#009',
    supplemental: ['0173-1#02-AAO677#004'],
  },
  ManufacturerProductDesignation: {
    semanticId: '0112/2///61987#ABA567#009',
    supplemental: ['0173-1#02-AAW338#003'],
  },
  ManufacturerProductType: {
    semanticId: '0112/2///61987#ABA300#008',
    supplemental: ['0173-1#02-AAO057#004'],
    valueType: 'xs:string',
  },
  OrderCodeOfManufacturer: {
    semanticId: '0112/2///61987#ABA950#008',
    supplemental: ['0173-1#02-AAO227#004'],
    valueType: 'xs:string',
  },
  SerialNumber: {
    semanticId: '0112/2///61987#ABA951#009',
    supplemental: ['0173-1#02-AAM556#004'],
    valueType: 'xs:string',
  },
  YearOfConstruction: {
    semanticId: '0112/2///61987#ABP000#002',
    supplemental: ['0173-1#02-AAP906#003'],
    valueType: 'xs:string',
  },
  DateOfManufacture: {
    semanticId: '0112/2///61987#ABB757#007',
    supplemental: ['0173-1#02-AAR972#004'],
    valueType: 'xs:date',
  },
  CountryOfOrigin: {
    semanticId: '0112/2///61987#ABP462#001',
    supplemental: ['0173-1#02-AAO259#007'],
    valueType: 'xs:string',
  },
} as const satisfies Record<string, ElementTemplate>;
export type ElementName = keyof typeof ELEMENTS;

/** The collection whose content IDTA 02006-3-0 section 3.2 takes from IDTA 02002 (contact information). */
export const ADDRESS = {
  idShort: 'AddressInformation',
  semanticId: 'https://admin-shell.io/zvei/nameplate/1/0/ContactInformations/AddressInformation',
  supplemental: [
    'https://admin-shell.io/smt-dropin/smt-dropin-use/1/0',
    '0112/2///61360_7#AAS002#001',
    '0173-1#02-AAQ837#008/0173-1#01-ADR448#008',
  ],
  elements: {
    Street: { semanticId: '0173-1#02-AAO128#002', supplemental: [] },
    Zipcode: { semanticId: '0173-1#02-AAO129#002', supplemental: [] },
    CityTown: { semanticId: '0173-1#02-AAO132#002', supplemental: [] },
    NationalCode: { semanticId: '0173-1#02-AAO134#002', supplemental: [] },
  },
} as const;

/** `xs:date` has a day, a passport knows the month; so it stands in this extension of the year. */
export const MONTH_EXTENSION = { name: 'monthOfManufacture', valueType: 'xs:gYearMonth' } as const;
