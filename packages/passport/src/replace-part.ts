import type { Envelope } from '@luna/record';
import { PassportError } from './passport-error.ts';
import type { PassportState } from './passport-state.ts';

type Data = Envelope<'passport.part_replaced'>['data'];

/**
 * The state after parts were exchanged. Where they have passports, the same event stands in the
 * streams of the device (`parent`) and of both parts; a part without a passport changes nothing.
 *
 * `COMPONENT_UNKNOWN`: the removed part does not sit there. `COMPONENT_INSTALLED`: the installed part
 * already sits somewhere. `COMPONENT_CYCLE`: a device inside itself. `COMPONENT_FOREIGN`: the event
 * is about other devices, or does not say about which.
 */
export function replacePart(state: PassportState, data: Data): PassportState {
  const { part, parent, removed, installed } = data;
  if (parent === undefined && removed === undefined && installed === undefined) return state;
  if (parent === undefined) throw foreign('removed and installed parts come with their parent');
  if (removed === parent || installed === parent) {
    throw new PassportError('COMPONENT_CYCLE', `${parent} cannot be a part of itself`);
  }
  if (removed !== undefined && removed === installed) {
    throw new PassportError('COMPONENT_INSTALLED', `${installed} is removed and installed at once`);
  }
  if (parent === state.code) return exchange(state, data);
  if (installed === state.code) return enter(state, parent, part);
  if (removed === state.code) return leave(state, parent);
  throw foreign(`it is about ${parent}`);
}

function exchange(state: PassportState, { part, removed, installed }: Data): PassportState {
  const kept = state.components.filter(({ code }) => code !== removed);
  if (removed !== undefined && kept.length === state.components.length) {
    throw new PassportError('COMPONENT_UNKNOWN', `${removed} is not a part of it`);
  }
  if (installed === undefined) return { ...state, components: kept };
  if (state.components.some(({ code }) => code === installed)) {
    throw new PassportError('COMPONENT_INSTALLED', `${installed} is a part of it already`);
  }
  return { ...state, components: [...kept, { part, code: installed }] };
}

function enter(state: PassportState, parent: string, part: string): PassportState {
  if (state.partOf !== null) {
    throw new PassportError('COMPONENT_INSTALLED', `it is a part of ${state.partOf.code}`);
  }
  return { ...state, partOf: { part, code: parent } };
}

function leave(state: PassportState, parent: string): PassportState {
  if (state.partOf?.code !== parent) {
    throw new PassportError('COMPONENT_UNKNOWN', `it is not a part of ${parent}`);
  }
  return { ...state, partOf: null };
}

function foreign(message: string): PassportError {
  return new PassportError('COMPONENT_FOREIGN', message);
}
