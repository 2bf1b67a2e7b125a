import {
  kindInfo,
  type Change,
  type Envelope,
  type EventRef,
  type Kind,
  type RecordedEvent,
} from '@luna/record';
import { PassportError } from './passport-error.ts';
import type { PassportState } from './passport-state.ts';
import { replacePart } from './replace-part.ts';
import { transition } from './transition.ts';

/** All events of the stream, oldest first. */
type History = readonly RecordedEvent[];
type Data<K extends Kind> = Envelope<K>['data'];
type Handlers = {
  [K in Kind]: (state: PassportState, payload: Envelope<K>, history: History) => PassportState;
};

const unchanged = (state: PassportState): PassportState => state;

const handlers: Handlers = {
  'passport.created': () => {
    throw new PassportError('CREATED_TWICE', 'a passport is created once');
  },
  'passport.taken_over': (state, { data }) => takeOver(state, data),
  'passport.status_changed': (state, { data }) => changeStatus(state, data),
  'passport.amended': (state, { data }) => data.changes.reduce(amend, state),
  'passport.transferred': (state, { data }) => transfer(state, data),
  'passport.part_replaced': (state, { data }) => replacePart(state, data),
  'passport.flagged': (state, { data }) => flag(state, data),
  'passport.document_attached': (state, { data }) => attach(state, data),
  'passport.document_published': (state, { data }) => publish(state, data),
  'passport.corrected': (state, { data }, history) => {
    const { position } = target(state, data.corrects, history).ref;
    return { ...state, corrected: withPosition(state.corrected, position) };
  },
  'audit.acted': refuseForeign,
  'payload.erased': (state, { data }, history) => erase(state, data.erases, history),
  'passport.noted': unchanged,
  'passport.located': unchanged,
  'passport.serviced': unchanged,
  'passport.inspected': unchanged,
  'passport.tested': unchanged,
  'passport.measured': unchanged,
};

/** The state after the next event of `history`, which follows those already in `state`. */
export function applyEvent<K extends Kind>(
  state: PassportState,
  event: RecordedEvent<K>,
  history: History,
): PassportState {
  const { kind, payload, ref } = event;
  const next = { ...state, position: ref.position };
  if (kind === 'audit.acted') refuseForeign();
  if (payload !== null) return handlers[kind](next, payload, history);
  if (kindInfo(kind).mayHoldPersonalData) return next;
  throw new PassportError('PAYLOAD_MISSING', `${kind} is not disclosed`);
}

function refuseForeign(): never {
  throw new PassportError('KIND_FOREIGN', 'an audited act has no place in a passport’s history');
}

function takeOver(state: PassportState, data: Data<'passport.taken_over'>): PassportState {
  if (state.position !== 2) {
    throw new PassportError('TAKEOVER_NOT_SECOND', 'a take-over directly follows the creation');
  }
  return { ...state, status: data.status };
}

function changeStatus(state: PassportState, data: Data<'passport.status_changed'>): PassportState {
  if (data.from !== state.status) {
    throw new PassportError('STATUS_MISMATCH', `status is ${state.status}, not ${data.from}`);
  }
  transition(data.from, data.to, data.reason);
  return { ...state, status: data.to };
}

function amend(state: PassportState, change: Change): PassportState {
  if (state[change.field] !== change.from) {
    throw new PassportError('AMENDED_VALUE_MISMATCH', `${change.field} was something else before`);
  }
  return { ...state, [change.field]: change.to };
}

function transfer(state: PassportState, data: Data<'passport.transferred'>): PassportState {
  if (data.from !== state.owner) {
    throw new PassportError('OWNER_MISMATCH', 'only the present owner can pass title on');
  }
  return { ...state, owner: data.to };
}

function flag(state: PassportState, data: Data<'passport.flagged'>): PassportState {
  if (state.flags.includes(data.flag) === data.raised) {
    const present = data.raised ? 'already raised' : 'not raised';
    throw new PassportError('FLAG_UNCHANGED', `${data.flag} is ${present}`);
  }
  const others = state.flags.filter((name) => name !== data.flag);
  return { ...state, flags: data.raised ? [...others, data.flag].sort() : others };
}

function attach(state: PassportState, data: Data<'passport.document_attached'>): PassportState {
  return { ...state, documents: [...state.documents, { ...data, cid: data.cid ?? null }] };
}

function publish(state: PassportState, data: Data<'passport.document_published'>): PassportState {
  if (!state.documents.some(({ sha256 }) => sha256 === data.sha256)) {
    throw new PassportError('DOCUMENT_UNKNOWN', 'a document is attached before it is published');
  }
  const documents = state.documents.map((document) =>
    document.sha256 === data.sha256 ? { ...document, cid: data.cid } : document,
  );
  return { ...state, documents };
}

function erase(state: PassportState, erases: EventRef, history: History): PassportState {
  const { kind, ref } = target(state, erases, history);
  if (!kindInfo(kind).mayHoldPersonalData) {
    throw new PassportError('ERASURE_FORBIDDEN', `a payload of ${kind} is never erased`);
  }
  return { ...state, erased: withPosition(state.erased, ref.position) };
}

function target(state: PassportState, named: EventRef, history: History): RecordedEvent {
  const found = history[named.position - 1];
  const same = found?.ref.stream === named.stream && found.ref.leaf === named.leaf;
  if (!same || named.position >= state.position) {
    throw new PassportError(
      'REFERENCE_UNKNOWN',
      'the event it names is not earlier in this history',
    );
  }
  return found;
}

function withPosition(positions: readonly number[], position: number): readonly number[] {
  return positions.includes(position) ? positions : [...positions, position].sort((a, b) => a - b);
}
