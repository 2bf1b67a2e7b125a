import type { Check, CheckName, CheckStatus, NotProvenCode, Verdict } from '@luna/evidence';
import type { Envelopes, Flag, Kind, Status } from '@luna/record';
import type { ProblemCode } from '../check/problem.ts';
import type { Stage } from '../check/protocol.ts';

/** Payload data of each kind in one line; empty when the title says it all. */
export type Details = { readonly [K in Kind]: (data: Envelopes[K]['data']) => string };

/** Every word of the page. A language is complete or it does not type-check. */
export type Texts = {
  readonly language: string;
  readonly title: (code: string) => string;
  readonly skip: string;
  readonly chooseLanguage: string;
  readonly passport: string;
  /** Name of the chain in a sentence: "anchored on …". */
  readonly chain: (chainId: number) => string;
  readonly developmentChain: string;
  readonly checking: string;
  readonly stages: Readonly<Record<Stage, string>>;
  readonly received: (bytes: string) => string;
  readonly verdicts: Readonly<Record<Verdict, (asOf: string) => string>>;
  readonly verdictLeads: Readonly<
    Record<Verdict, (facts: { chain: string; pending: number }) => string>
  >;
  readonly newerNotExcluded: string;
  readonly asOf: string;
  readonly since: string;
  readonly entries: (anchored: number, pending: number) => string;
  readonly device: string;
  readonly serialNumber: string;
  readonly model: string;
  readonly manufacturer: string;
  readonly manufactured: string;
  readonly origin: string;
  readonly status: string;
  readonly statusUnknown: string;
  readonly code: string;
  readonly comparePlate: string;
  readonly asClaimed: string;
  readonly noDevice: string;
  readonly statuses: Readonly<Record<Status, string>>;
  readonly flags: Readonly<Record<Flag, string>>;
  readonly flagAdvice: string;
  readonly notProven: string;
  readonly notProvenLead: string;
  readonly notProvenItems: Readonly<Record<NotProvenCode, (count: number) => string>>;
  readonly checks: string;
  readonly checksLead: (passed: number, total: number) => string;
  readonly checkTitles: Readonly<Record<CheckName, string>>;
  readonly checkStatuses: Readonly<Record<CheckStatus, string>>;
  /** The outcome of a check in a sentence. */
  readonly finding: (check: Check) => string;
  readonly lookedAt: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly history: string;
  readonly historyLead: string;
  readonly showAll: (count: number) => string;
  readonly position: (position: number) => string;
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly details: Details;
  readonly recordedLate: (duration: string) => string;
  readonly withheld: string;
  readonly erased: string;
  readonly unreadable: string;
  readonly refused: string;
  readonly pending: string;
  readonly checkYourself: string;
  readonly checkYourselfLead: string;
  readonly download: string;
  readonly command: string;
  readonly copy: string;
  readonly copied: string;
  readonly again: string;
  readonly problems: Readonly<Record<ProblemCode, { title: string; lead: string }>>;
  readonly technical: string;
  readonly enterCode: string;
  readonly enterCodeLead: string;
  readonly codeLabel: string;
  readonly show: string;
  readonly file: string;
  readonly checkFile: string;
  readonly checkFileLead: string;
  readonly chooseFile: string;
  readonly footer: (time: string, server: string) => string;
};
