import { fromHex, type Envelope, type Kind, type RecordedEvent } from '@luna/record';
import { base64url } from 'multiformats/bases/base64';
import { parseCode } from '../code.ts';
import { PassportError } from '../passport-error.ts';
import { decimalText } from './decimal-text.ts';
import { FLAG_DISPOSITIONS, RESULT_DISPOSITIONS } from './disposition-words.ts';
import type { EpcisEvent } from './epcis-event.ts';
import { STATUS_STEPS, stepOf } from './status-steps.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Kinds that are EPCIS events of their own. A correction declares another event wrong; an erasure and
 * what is no device's happened to no device.
 */
export type EpcisKind = Exclude<Extract<Kind, `passport.${string}`>, 'passport.corrected'>;
type Data<K extends EpcisKind> = Envelope<K>['data'];
/** The URI of the passport, and how to make others. */
export type Scene = { thing: string; vocabulary: Vocabulary };
type Shapes = { [K in EpcisKind]: (data: Data<K>, scene: Scene) => EpcisEvent };

const OTHER = { bizStep: 'other' };

/** What each kind says in EPCIS, beyond what, when and where in the ledger. */
const SHAPES: Shapes = {
  'passport.created': () => ({ action: 'ADD', bizStep: 'commissioning', disposition: 'active' }),
  'passport.taken_over': takenOver,
  'passport.status_changed': statusChanged,
  'passport.amended': () => OTHER,
  'passport.noted': () => OTHER,
  'passport.document_attached': () => OTHER,
  'passport.document_published': () => OTHER,
  'passport.located': located,
  'passport.transferred': transferred,
  'passport.serviced': ({ order }, scene) => ({ bizStep: 'repairing', ...agreed(order, scene) }),
  'passport.inspected': inspected,
  'passport.tested': inspected,
  'passport.measured': measured,
  'passport.part_replaced': partReplaced,
  'passport.flagged': flagged,
};

/** Narrows an event to one that EPCIS tells. */
export function isEpcisEvent(event: RecordedEvent): event is RecordedEvent<EpcisKind> {
  return Object.hasOwn(SHAPES, event.kind);
}

/** Type and fields of the EPCIS event for a kind. */
export function shapeOf<K extends EpcisKind>(kind: K, data: Data<K>, scene: Scene): EpcisEvent {
  const shape = SHAPES[kind](data, scene);
  if ('type' in shape) return shape;
  return { type: 'ObjectEvent', action: 'OBSERVE', epcList: [scene.thing], ...shape };
}

function takenOver({ status }: Data<'passport.taken_over'>): EpcisEvent {
  const reached = STATUS_STEPS.find(({ to }) => to === status);
  return { ...OTHER, disposition: reached?.disposition ?? 'active' };
}

function statusChanged({ from, to }: Data<'passport.status_changed'>): EpcisEvent {
  const step = stepOf(from, to);
  if (step === undefined) return OTHER;
  const { bizStep, disposition } = step;
  return { action: to === 'RETIRED' ? 'DELETE' : 'OBSERVE', bizStep, disposition };
}

function located(data: Data<'passport.located'>, { vocabulary }: Scene): EpcisEvent {
  const { place, latitude, longitude } = data;
  const id =
    latitude === undefined || longitude === undefined
      ? vocabulary.named('place', place)
      : `geo:${plain(latitude)},${plain(longitude)}`;
  return { readPoint: { id }, bizLocation: { id } };
}

/** RFC 5870 knows no exponents. */
function plain(number: number): string {
  return decimalText(String(number)) ?? '0';
}

function transferred(data: Data<'passport.transferred'>, scene: Scene): EpcisEvent {
  const type = 'owning_party';
  return {
    bizStep: 'accepting',
    sourceList: [{ type, source: `urn:uuid:${data.from}` }],
    destinationList: [{ type, destination: `urn:uuid:${data.to}` }],
    ...agreed(data.reference, scene),
  };
}

/** The order or contract behind an event, when it names one. */
function agreed(reference: string | undefined, { vocabulary }: Scene): EpcisEvent {
  if (reference === undefined) return {};
  const bizTransaction = vocabulary.named('reference', reference);
  return { bizTransactionList: [{ type: 'luna:reference', bizTransaction }] };
}

function inspected({ result }: { result: 'pass' | 'fail' }): EpcisEvent {
  return { bizStep: 'inspecting', disposition: RESULT_DISPOSITIONS[result] };
}

/** The readings stay where they are: the event names them by their digest (RFC 6920). */
function measured(data: Data<'passport.measured'>, { vocabulary }: Scene): EpcisEvent {
  const rawData = `ni:///sha-256;${base64url.baseEncode(fromHex(data.sha256))}`;
  const type = vocabulary.named('quantity', data.quantity);
  return {
    bizStep: 'sensor_reporting',
    sensorElementList: [{ sensorMetadata: { rawData }, sensorReport: [{ type }] }],
  };
}

/** A part with a passport is named by it; of any other we know its place in the device, a class. */
function partReplaced({ part }: Data<'passport.part_replaced'>, scene: Scene): EpcisEvent {
  const { thing, vocabulary } = scene;
  const child: EpcisEvent = isCode(part)
    ? { childEPCs: [vocabulary.passport(part)] }
    : { childQuantityList: [{ epcClass: vocabulary.named('part', part), quantity: 1 }] };
  return {
    type: 'AssociationEvent',
    action: 'ADD',
    parentID: thing,
    ...child,
    bizStep: 'replacing',
  };
}

function flagged({ flag, raised }: Data<'passport.flagged'>): EpcisEvent {
  const dispositions = [FLAG_DISPOSITIONS[flag]];
  return {
    bizStep: raised ? 'holding' : 'other',
    persistentDisposition: raised ? { set: dispositions } : { unset: dispositions },
  };
}

function isCode(text: string): boolean {
  try {
    parseCode(text);
    return true;
  } catch (error) {
    if (error instanceof PassportError) return false;
    throw error;
  }
}
