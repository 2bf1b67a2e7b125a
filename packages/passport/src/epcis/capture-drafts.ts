import {
  canonicalBytes,
  FLAGS,
  RecordError,
  toHex,
  type JsonValue,
  type Status,
} from '@luna/record';
import { sha256 } from '@luna/tlog';
import type { CaptureEvent } from './capture-event.ts';
import { capturedPlace } from './capture-place.ts';
import { Refusal, type Draft } from './capture-result.ts';
import { isDecisive, statusEdge } from './capture-status.ts';
import { FLAG_DISPOSITIONS, RESULT_DISPOSITIONS } from './disposition-words.ts';
import { leftOver } from './left-over.ts';

/** Drafts, and the fields of the event that are wholly in them. */
type Finding = { drafts: Draft[]; used: string[] };
const NOTHING: Finding = { drafts: [], used: [] };
const RESULTS = ['pass', 'fail'] as const;

/** What an event says of its object, a device that stands at `status`. */
export function objectDrafts(event: CaptureEvent, status: Status): Draft[] {
  return collect(event, [step(event, status), flags(event), readings(event), place(event)]);
}

/** What an event says of the whole whose parts it names. */
export function parentDrafts(event: CaptureEvent): Draft[] {
  return collect(event, [replacement(event)]);
}

/** What an event says of a thing it only mentions. */
export function mentionDrafts(event: CaptureEvent): Draft[] {
  return collect(event, []);
}

/** The drafts found, and a note of whatever the event says beyond them. */
function collect(event: CaptureEvent, findings: readonly Finding[]): Draft[] {
  const drafts = findings.flatMap((finding) => finding.drafts);
  const text = leftOver(event.raw, new Set(findings.flatMap(({ used }) => used)));
  if (text === undefined && drafts.length > 0) return drafts;
  const data = { severity: 'info' as const, topic: 'EPCIS', text: text ?? event.type };
  return [...drafts, { kind: 'passport.noted', data }];
}

function step(event: CaptureEvent, status: Status): Finding {
  const { step: bizStep, disposition, comment } = event;
  if (bizStep === undefined) return NOTHING;
  const used = ['bizStep', 'rdfs:comment'];
  const edge = statusEdge(status, { bizStep, disposition, reason: comment });
  if (edge !== undefined) {
    if (isDecisive({ bizStep, disposition })) used.push('disposition');
    const data = { from: edge.from, to: edge.to, ...(comment && { reason: comment }) };
    return { drafts: [{ kind: 'passport.status_changed', data }], used };
  }
  const result = RESULTS.find((each) => RESULT_DISPOSITIONS[each] === disposition);
  if (bizStep === 'inspecting' && result !== undefined) {
    const data = { result, ...(comment && { report: comment }) };
    return { drafts: [{ kind: 'passport.inspected', data }], used: [...used, 'disposition'] };
  }
  if (bizStep !== 'repairing') return NOTHING;
  return { drafts: [{ kind: 'passport.serviced', data: { work: comment ?? bizStep } }], used };
}

function flags({ set, unset, comment }: CaptureEvent): Finding {
  const drafts = [...flagged(set, true, comment), ...flagged(unset, false, comment)];
  if (drafts.length === 0) return NOTHING;
  const used = ['rdfs:comment'];
  if (drafts.length === set.length + unset.length) used.push('persistentDisposition');
  return { drafts, used };
}

function flagged(words: readonly string[], raised: boolean, reason: string | undefined): Draft[] {
  return words.flatMap((word): Draft[] => {
    const flag = FLAGS.find((each) => FLAG_DISPOSITIONS[each] === word);
    if (flag === undefined) return [];
    if (reason !== undefined) return [{ kind: 'passport.flagged', data: { flag, raised, reason } }];
    const message = 'a flag needs a reason: add rdfs:comment';
    throw new Refusal('REASON_REQUIRED', '/persistentDisposition', message);
  });
}

/** Readings are kept by digest: SHA-256 of the RFC 8785 form of `sensorElementList`. */
function readings({ raw, readings: types }: CaptureEvent): Finding {
  if (types.length === 0) return NOTHING;
  const quantity = [...new Set(types)].join(', ').slice(0, 200).toWellFormed();
  const sha256 = digest(raw['sensorElementList'] ?? null);
  const data = { quantity, readings: types.length, sha256 };
  return { drafts: [{ kind: 'passport.measured', data }], used: ['sensorElementList'] };
}

function digest(value: JsonValue): string {
  try {
    return toHex(sha256(canonicalBytes(value)));
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new Refusal('EVENT_INVALID', '/sensorElementList', error.message);
  }
}

function place({ location, raw }: CaptureEvent): Finding {
  const data = location && capturedPlace(location.uri);
  if (location === undefined || data === undefined) return NOTHING;
  const said = raw[location.field];
  const extended = typeof said === 'object' && said !== null && Object.keys(said).length > 1;
  const same = ['bizLocation', 'readPoint'].filter(
    (field) => JSON.stringify(raw[field]) === JSON.stringify(said),
  );
  return { drafts: [{ kind: 'passport.located', data }], used: extended ? [] : same };
}

function replacement({ type, step: bizStep, children, comment }: CaptureEvent): Finding {
  if (type !== 'AssociationEvent' || bizStep !== 'replacing') return NOTHING;
  const drafts = children.map((part): Draft => {
    if (part.length <= 200) {
      return {
        kind: 'passport.part_replaced',
        data: { part, ...(comment && { reason: comment }) },
      };
    }
    throw new Refusal('EVENT_INVALID', '', 'the URI of a part has at most 200 characters');
  });
  const used = ['bizStep', 'parentID', 'childEPCs', 'childQuantityList', 'rdfs:comment'];
  return drafts.length === 0 ? NOTHING : { drafts, used };
}
