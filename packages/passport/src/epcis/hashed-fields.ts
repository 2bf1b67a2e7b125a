/**
 * One field of an event, in the order in which it is hashed. `time`: an instant. `words`: the base of
 * its bare words, `https://ref.gs1.org/cbv/BizStep-` for `shipping`. `fields`: it is an object with
 * these. `item`: it is a list whose items are hashed under this name, or without one.
 */
export type Field = {
  name: string;
  time?: true;
  words?: string;
  fields?: readonly Field[];
  item?: string;
};

const CBV = 'https://ref.gs1.org/cbv/';
export const GS1_VOCABULARY = 'https://gs1.org/voc/';
export const BIZ_STEPS = `${CBV}BizStep-`;
export const DISPOSITIONS = `${CBV}Disp-`;
export const TRANSACTION_TYPES = `${CBV}BTT-`;
export const PARTY_TYPES = `${CBV}SDT-`;

const QUALITIES: readonly Field[] = [
  { name: 'deviceID' },
  { name: 'deviceMetadata' },
  { name: 'rawData' },
  { name: 'dataProcessingMethod' },
];

const SENSOR_METADATA: readonly Field[] = [
  { name: 'time', time: true },
  { name: 'startTime', time: true },
  { name: 'endTime', time: true },
  ...QUALITIES,
  { name: 'bizRules' },
];

const SENSOR_REPORT: readonly Field[] = [
  { name: 'type', words: GS1_VOCABULARY },
  { name: 'exception', words: GS1_VOCABULARY },
  ...QUALITIES,
  { name: 'time', time: true },
  { name: 'microorganism' },
  { name: 'chemicalSubstance' },
  { name: 'value' },
  { name: 'component', words: `${CBV}Comp-` },
  { name: 'stringValue' },
  { name: 'booleanValue' },
  { name: 'hexBinaryValue' },
  { name: 'uriValue' },
  { name: 'minValue' },
  { name: 'maxValue' },
  { name: 'meanValue' },
  { name: 'sDev' },
  { name: 'percRank' },
  { name: 'percValue' },
  { name: 'uom' },
  { name: 'coordinateReferenceSystem' },
];

/** The canonical property order of every event (CBV 2.0, section 8.9.3), but for `LISTS_OF_TYPED`. */
export const EVENT_FIELDS: readonly Field[] = [
  { name: 'eventTime', time: true },
  { name: 'eventTimeZoneOffset' },
  { name: 'certificationInfo' },
  { name: 'epcList', item: 'epc' },
  { name: 'parentID' },
  { name: 'inputEPCList', item: 'epc' },
  { name: 'childEPCs', item: 'epc' },
  quantities('quantityList'),
  quantities('childQuantityList'),
  quantities('inputQuantityList'),
  { name: 'outputEPCList', item: 'epc' },
  quantities('outputQuantityList'),
  { name: 'action' },
  { name: 'transformationID' },
  { name: 'bizStep', words: BIZ_STEPS },
  { name: 'disposition', words: DISPOSITIONS },
  {
    name: 'persistentDisposition',
    fields: [
      { name: 'set', words: DISPOSITIONS },
      { name: 'unset', words: DISPOSITIONS },
    ],
  },
  { name: 'readPoint', fields: [{ name: 'id' }] },
  { name: 'bizLocation', fields: [{ name: 'id' }] },
  {
    name: 'sensorElementList',
    item: 'sensorElement',
    fields: [
      { name: 'sensorMetadata', fields: SENSOR_METADATA },
      { name: 'sensorReport', fields: SENSOR_REPORT },
    ],
  },
];

/**
 * Lists of a type and a value. The standard places them before the sensor elements, source before
 * destination; the published reference implementation (1.9.3), whose hashes are in use, sorts them
 * among the fields that have no place.
 */
export const LISTS_OF_TYPED: readonly Field[] = [
  typed('bizTransactionList', TRANSACTION_TYPES, 'bizTransaction'),
  typed('sourceList', PARTY_TYPES, 'source'),
  typed('destinationList', PARTY_TYPES, 'destination'),
];

function quantities(name: string): Field {
  const fields = [{ name: 'epcClass' }, { name: 'quantity' }, { name: 'uom' }];
  return { name, item: 'quantityElement', fields };
}

function typed(name: string, words: string, value: string): Field {
  return { name, item: '', fields: [{ name: 'type', words }, { name: value }] };
}
