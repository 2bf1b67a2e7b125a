import { ORIGINS } from '../origins.ts';
import { NameplateError } from './nameplate-error.ts';
import { MONTH_EXTENSION } from './nameplate-template.ts';
import { parseElements, parseEnvironment, type InputSubmodel } from './parse-environment.ts';
import { PlateReader, type NameplateRefusal } from './plate-reader.ts';

/** What a nameplate says about a device that gets a passport; `manufacturedAt` is YYYY-MM. */
export type NewDevice = {
  manufacturer: string;
  model: string;
  serialNumber: string;
  name?: string;
  manufacturedAt?: string;
  /** ISO 3166-1 alpha-2 */
  origin?: string;
};

/** One nameplate of a file, by the id of its submodel: a device, or all that is wrong with it. */
export type NameplateReading =
  | {
      submodel: string;
      device: NewDevice;
      /** `globalAssetId` of its shell, else the URI of the product. */
      assetId?: string;
      orderCode?: string;
      /** YYYY, where the plate names no month. */
      yearOfConstruction?: string;
    }
  | { submodel: string; refusals: NameplateRefusal[] };

/** Version 3.0; 1.0 and 2.0; and 3.0 as the diagrams of its document misprint it. */
const SEMANTIC_ID =
  /^https:\/\/admin-shell\.io\/(?:idta|zvei)\/nameplate\/[123]\/0\/Nameplate\/?$/i;
/** The longest identifier of the AAS metamodel 3.0. */
const LONGEST_ID = 2000;

/**
 * Reads every Digital Nameplate (IDTA 02006, versions 3.0, 2.0, 1.0) of an AAS environment, given
 * as parsed JSON; `parseStrictJson` of @luna/record bounds its depth.
 *
 * `kind` is not looked at: many tools leave `Template` in plates that were filled in.
 * Refused as a whole (`NameplateError`): `AAS_INVALID`, `AAS_TOO_LARGE`, `NAMEPLATE_MISSING`.
 */
export function readNameplate(json: unknown): NameplateReading[] {
  const plates = parseEnvironment(json).filter(({ semanticId = '' }) =>
    SEMANTIC_ID.test(semanticId),
  );
  if (plates.length === 0) {
    throw new NameplateError(
      'NAMEPLATE_MISSING',
      'No submodel is a Digital Nameplate (IDTA 02006). Its semanticId must be ' +
        'https://admin-shell.io/idta/nameplate/3/0/Nameplate.',
    );
  }
  return plates.map(readPlate);
}

function readPlate({
  id: submodel,
  elements,
  assetId: shellAsset,
}: InputSubmodel): NameplateReading {
  const parsed = parseElements(elements);
  if ('message' in parsed) {
    return { submodel, refusals: [{ code: 'SUBMODEL_INVALID', ...parsed }] };
  }
  const plate = new PlateReader(parsed.elements);
  const orderCode = plate.text('OrderCodeOfManufacturer');
  const assetId = shellAsset ?? plate.text('URIOfTheProduct', LONGEST_ID);
  const device = readDevice(plate, orderCode);
  const year = device.manufacturedAt === undefined ? readYear(plate) : undefined;
  if (plate.refusals.length > 0) return { submodel, refusals: plate.refusals };
  return {
    submodel,
    device,
    ...(assetId !== undefined && { assetId }),
    ...(orderCode !== undefined && { orderCode }),
    ...(year !== undefined && { yearOfConstruction: year }),
  };
}

function readDevice(plate: PlateReader, orderCode: string | undefined): NewDevice {
  const designation = plate.text('ManufacturerProductDesignation');
  const model = plate.needed(
    plate.text('ManufacturerProductType') ?? orderCode ?? designation,
    'ManufacturerProductType',
    'Give the type, or at least an order code or a designation.',
  );
  const manufacturedAt = readMonth(plate);
  const origin = readOrigin(plate);
  return {
    manufacturer: plate.needed(
      plate.text('ManufacturerName'),
      'ManufacturerName',
      'Name the manufacturer.',
    ),
    model,
    serialNumber: plate.needed(
      plate.text('SerialNumber'),
      'SerialNumber',
      'A passport is of one device: give its serial number.',
    ),
    ...(designation !== undefined && designation !== model && { name: designation }),
    ...(manufacturedAt !== undefined && { manufacturedAt }),
    ...(origin !== undefined && { origin }),
  };
}

function readMonth(plate: PlateReader): string | undefined {
  const date = plate.text('DateOfManufacture');
  if (date === undefined) return readMonthExtension(plate);
  if (!isRealDate(date.replace(/(?:Z|[+-]\d\d:\d\d)$/, ''))) {
    plate.refuse('DATE_INVALID', 'DateOfManufacture', 'Expected a date as YYYY-MM-DD.');
  }
  return date.slice(0, 7);
}

/** What `writeNameplate` says beside the year. */
function readMonthExtension(plate: PlateReader): string | undefined {
  const extensions = plate.element('YearOfConstruction')?.extensions ?? [];
  const month = extensions.find(({ name }) => name === MONTH_EXTENSION.name)?.value;
  if (month === undefined) return undefined;
  if (!isRealDate(`${month}-01`) || month.slice(0, 4) !== plate.text('YearOfConstruction')) {
    plate.refuse('DATE_INVALID', 'YearOfConstruction', 'Its extension names no month of it.');
  }
  return month;
}

function readYear(plate: PlateReader): string | undefined {
  const year = plate.text('YearOfConstruction');
  if (year !== undefined && !/^\d{4}$/.test(year)) {
    plate.refuse('DATE_INVALID', 'YearOfConstruction', 'Expected a year as YYYY.');
  }
  return year;
}

function readOrigin(plate: PlateReader): string | undefined {
  const origin = plate.text('CountryOfOrigin');
  if (origin !== undefined && !ORIGINS.has(origin)) {
    plate.refuse('COUNTRY_UNKNOWN', 'CountryOfOrigin', 'Expected ISO 3166-1 alpha-2, such as DE.');
  }
  return origin;
}

function isRealDate(date: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
