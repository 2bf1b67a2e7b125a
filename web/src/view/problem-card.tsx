import { RETRYABLE, type ProblemCode } from '../check/problem.ts';
import type { Subject } from '../check/protocol.ts';
import { useTexts } from '../texts/use-texts.ts';
import { CodeForm } from './code-form.tsx';
import { Icon, type IconName } from './icon.tsx';

type Look = { tone: string; icon: IconName };

const CANNOT: Look = { tone: 'open', icon: 'waiting' };
const WRONG_CODE: Look = { tone: 'open', icon: 'unknown' };
const LOOKS: Readonly<Record<ProblemCode, Look>> = {
  CODE_MALFORMED: WRONG_CODE,
  CODE_MISTYPED: WRONG_CODE,
  PASSPORT_UNKNOWN: { tone: 'open', icon: 'unknown' },
  NOT_ANCHORED_YET: CANNOT,
  RECORDS_UNREACHABLE: CANNOT,
  RECORDS_BUSY: CANNOT,
  CONFIGURATION_UNUSABLE: CANNOT,
  EVIDENCE_REFUSED: { tone: 'bad', icon: 'mismatch' },
  PAGE_BROKEN: CANNOT,
};
const ASKS_FOR_CODE: ReadonlySet<ProblemCode> = new Set([
  'CODE_MALFORMED',
  'CODE_MISTYPED',
  'PASSPORT_UNKNOWN',
]);

export type ProblemCardProps = {
  subject: Subject;
  problem: { code: ProblemCode; detail: string };
  again: () => void;
};

/** Why there is no verdict, in words that never blame the device for it. */
export function ProblemCard({ subject, problem, again }: ProblemCardProps) {
  const texts = useTexts();
  const { title, lead } = texts.problems[problem.code];
  const { tone, icon } = LOOKS[problem.code];
  const isCode = typeof subject === 'string';
  return (
    <section
      className={`card verdict ${tone}`}
      data-problem={problem.code}
      aria-labelledby="verdict"
    >
      <span className="seal">
        <Icon name={icon} />
      </span>
      <h1 id="verdict">{title}</h1>
      <p className="lead">{lead}</p>
      {!ASKS_FOR_CODE.has(problem.code) && (
        <p className="code">
          <span className="label">{isCode ? texts.code : texts.file}</span>
          <span className="mono">{isCode ? subject : subject.name}</span>
        </p>
      )}
      {RETRYABLE.has(problem.code) && (
        <button type="button" className="button" onClick={again}>
          {texts.again}
        </button>
      )}
      {ASKS_FOR_CODE.has(problem.code) && isCode && <CodeForm code={subject} />}
      {problem.detail !== '' && (
        <details>
          <summary>{texts.technical}</summary>
          <p className="finding mono">
            {problem.code} · {problem.detail}
          </p>
        </details>
      )}
    </section>
  );
}
