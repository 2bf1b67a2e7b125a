import { CHECK_NAMES } from '@luna/evidence';
import type { CheckState } from '../check/check-state.ts';
import { useFormat } from '../texts/use-format.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Icon } from './icon.tsx';

/** What is going on until the verdict is there. */
export function ProgressCard({ state }: { state: Extract<CheckState, { phase: 'checking' }> }) {
  const texts = useTexts();
  const format = useFormat();
  const { stage, received, checks } = state;
  const done = new Map(checks.map((check) => [check.name, check]));
  const value = progressOf(state);
  return (
    <section className="card verdict busy" aria-labelledby="verdict" aria-busy="true">
      <h1 id="verdict">{texts.checking}</h1>
      <p className="lead">
        {texts.stages[stage]}
        {stage === 'download' && received > 0 && ` · ${texts.received(format.bytes(received))}`}
      </p>
      <progress max={1} {...(value === null ? {} : { value })} aria-labelledby="verdict" />
      <ul className="steps">
        {CHECK_NAMES.map((name) => {
          const status = done.get(name)?.status;
          return (
            <li key={name} className={status ?? 'open'}>
              {status !== undefined && <Icon name={status} />}
              {texts.checkTitles[name]}
              {status !== undefined && (
                <span className="visually-hidden">: {texts.checkStatuses[status]}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** From 0 to 1, null while there is no telling: a download without length. */
function progressOf({
  stage,
  received,
  total,
  checks,
}: Extract<CheckState, { phase: 'checking' }>): number | null {
  if (stage === 'configuration') return 0.05;
  if (stage === 'download') return total === null ? null : 0.1 + (0.4 * received) / total;
  return 0.5 + (0.5 * checks.length) / CHECK_NAMES.length;
}
