import type { RecordedEvent } from '@luna/record';
import { checkAnchor, type AnchorQuestion } from './checks/check-anchor.ts';
import { checkCheckpoint } from './checks/check-checkpoint.ts';
import { checkCode } from './checks/check-code.ts';
import { checkDocuments } from './checks/check-documents.ts';
import { checkHistory } from './checks/check-history.ts';
import { checkInclusion } from './checks/check-inclusion.ts';
import { checkPayloads } from './checks/check-payloads.ts';
import { checkSigners } from './checks/check-signers.ts';
import { checkTime } from './checks/check-time.ts';
import { CHECK_NAMES, type Check, type CheckName } from './checks/check.ts';
import { readEntries } from './checks/read-entries.ts';
import { readEvents } from './checks/read-events.ts';
import { oddOnesOut, readTreeHeads } from './checks/tree-heads.ts';
import { asHex, type ChainReader } from './chain/chain-reader.ts';
import type { Evidence } from './file/evidence-schema.ts';
import { report, type Verification } from './report/report.ts';
import type { Trust } from './trust.ts';

export type VerifyOptions = {
  /** The code the reader asked for; evidence about any other passport fails `code`. */
  code?: string | undefined;
  trust: Trust;
  /** Null when there is no chain to ask; the verdict is then at best CANNOT_CHECK_NOW. */
  chain: ChainReader | null;
  /** Unix milliseconds, stated in the report. */
  now: number;
  /** Told of each check as it is decided; the order is not that of the report. */
  onCheck?: ((check: Check) => void) | undefined;
};

/**
 * Runs the named checks (docs/spec/evidence.md) and comes to a verdict.
 *
 * One changed part of an honest file fails one check: what a check has refused, the others leave
 * out. Nothing but unusable trust roots throws (`EvidenceError` TRUST_INVALID).
 */
export async function verifyEvidence(
  evidence: Evidence,
  options: VerifyOptions,
): Promise<Verification> {
  const { trust, chain, now, onCheck } = options;
  const done = new Map<CheckName, Check>();
  const settle = (check: Check): void => {
    done.set(check.name, check);
    onCheck?.(check);
  };

  const entries = readEntries(evidence);
  const newest = entries[evidence.entries.length - 1];
  if (newest === undefined) throw new RangeError('evidence without entries never parses');
  const heads = readTreeHeads(evidence, newest.leaf);
  const odd = oddOnesOut(heads);
  settle(checkInclusion(evidence, newest, odd.has('inclusion')));
  const history = checkHistory(entries, !odd.has('inclusion'));
  settle(history.check);
  const payloads = checkPayloads(entries, history.refused);
  settle(payloads.check);
  const refused = new Set([...history.refused, ...payloads.refused]);
  const events: readonly (RecordedEvent | null)[] = readEvents(entries, refused);
  settle(
    checkCode({
      code: evidence.code,
      asked: options.code,
      entries,
      events,
      refusedEntries: history.refused,
      refusedPayloads: payloads.refused,
    }),
  );
  settle(checkDocuments(evidence.documents, entries, events, refused));

  const { checkpoint } = heads;
  const question = { note: evidence.checkpoint, checkpoint, odd: odd.has('checkpoint'), trust };
  const signed = await checkCheckpoint(question);
  const anchored = await checkAnchor({ evidence, odd: odd.has('anchor'), trust, chain });
  settle(await withChain(signed, anchored.check, { evidence, chain }));
  settle(anchored.check);
  // A failed anchor has been judged; the other entries are still held against the time it states.
  const stated = anchored.check.status === 'fail' ? evidence.anchor.time : null;
  settle(checkTime(entries, history.refused, anchored.time ?? stated));

  const checks = CHECK_NAMES.flatMap((name) => done.get(name) ?? []);
  return report({ evidence, entries, events, refused, checks, anchorTime: anchored.time, now });
}

async function withChain(
  { check, signers }: Awaited<ReturnType<typeof checkCheckpoint>>,
  anchor: Check,
  { evidence, chain }: Pick<AnchorQuestion, 'evidence' | 'chain'>,
): Promise<Check> {
  if (check.status !== 'pass' || anchor.status !== 'pass' || chain === null) return check;
  const { contract, size } = evidence.anchor;
  return (await checkSigners(chain, asHex(contract), signers, size)) ?? check;
}
