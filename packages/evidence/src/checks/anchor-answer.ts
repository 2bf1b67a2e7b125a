import type { EvidenceAnchor } from '../file/evidence-schema.ts';
import { finding, type Check, type CheckInputs, type FindingOf } from './check.ts';

/** `time`: the anchor's block time in seconds as the chain says it, null when it did not. */
export type AnchorAnswer = { check: Check; time: number | null };

export type AnchorAnswers = (
  code: FindingOf<'anchor'>,
  reason: string,
  time?: number | null,
) => AnchorAnswer;

/** Makes answers about one anchor, all showing the same inputs. */
export function answersAbout(anchor: EvidenceAnchor, more: CheckInputs = {}): AnchorAnswers {
  const inputs = { ...anchor, ...more };
  return (code, reason, time = null) => ({ check: finding('anchor', code, reason, inputs), time });
}
