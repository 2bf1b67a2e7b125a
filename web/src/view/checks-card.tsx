import type { Check, CheckInputs } from '@luna/evidence';
import { useFormat } from '../texts/use-format.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Icon } from './icon.tsx';

/** The named checks, each with its outcome, why, and what it looked at. */
export function ChecksCard({ checks }: { checks: readonly Check[] }) {
  const texts = useTexts();
  const passed = checks.filter(({ status }) => status === 'pass').length;
  return (
    <section className="card" aria-labelledby="checks">
      <h2 id="checks">{texts.checks}</h2>
      <p className="lead">{texts.checksLead(passed, checks.length)}</p>
      <ul className="checks">
        {checks.map((check) => (
          <CheckRow key={check.name} check={check} />
        ))}
      </ul>
    </section>
  );
}

function CheckRow({ check }: { check: Check }) {
  const texts = useTexts();
  return (
    <li className={`check ${check.status}`} data-check={check.name} data-finding={check.code}>
      <details>
        <summary>
          <Icon name={check.status} />
          <h3>{texts.checkTitles[check.name]}</h3>
          <span className="outcome">{texts.checkStatuses[check.status]}</span>
          <Icon name="more" />
          <span className="reason">{texts.finding(check)}</span>
        </summary>
        <Inputs inputs={check.inputs} />
        <p className="finding mono">
          {check.name} · {check.code}
        </p>
      </details>
    </li>
  );
}

/** Values that are times: in seconds from the chain, in milliseconds from the ledger. */
const SECONDS: ReadonlySet<string> = new Set(['time', 'anchorTime']);
const MILLISECONDS: ReadonlySet<string> = new Set(['newestRecordedAt']);

function Inputs({ inputs }: { inputs: CheckInputs }) {
  const texts = useTexts();
  const format = useFormat();
  const show = (key: string, value: string | number): string => {
    if (SECONDS.has(key)) return format.dateTime(Number(value) * 1000);
    if (MILLISECONDS.has(key)) return format.dateTime(Number(value));
    return String(value);
  };
  return (
    <dl className="inputs" aria-label={texts.lookedAt}>
      {Object.entries(inputs).map(([key, value]) => (
        <div key={key}>
          <dt>{texts.inputs[key] ?? key}</dt>
          <dd className="mono">{show(key, value)}</dd>
        </div>
      ))}
    </dl>
  );
}
