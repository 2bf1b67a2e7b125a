import type { Check, CheckName, Verdict, Verification } from '@luna/evidence';
import type { Checked } from '../check/protocol.ts';
import { useFormat } from '../texts/use-format.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Icon, type IconName } from './icon.tsx';

/** Colour and icon of each verdict; the words always say the same. */
const LOOKS: Readonly<Record<Verdict, { tone: string; icon: IconName }>> = {
  VERIFIED: { tone: 'good', icon: 'verified' },
  VERIFIED_UNTIL: { tone: 'good', icon: 'until' },
  MISMATCH: { tone: 'bad', icon: 'mismatch' },
  REVOKED: { tone: 'bad', icon: 'revoked' },
  UNKNOWN: { tone: 'open', icon: 'unknown' },
  CANNOT_CHECK_NOW: { tone: 'open', icon: 'waiting' },
};

/** The answer to the reader's question, in words, icon and colour. */
export function VerdictCard({ checked, again }: { checked: Checked; again: () => void }) {
  const texts = useTexts();
  const format = useFormat();
  const { verification, chainId } = checked;
  const { verdict, asOf, since, positions } = verification;
  const { tone, icon } = LOOKS[verdict];
  const verified = verdict === 'VERIFIED' || verdict === 'VERIFIED_UNTIL';
  const facts = { chain: texts.chain(chainId), pending: positions.pending };
  return (
    <section className={`card verdict ${tone}`} data-verdict={verdict} aria-labelledby="verdict">
      <span className="seal">
        <Icon name={icon} />
      </span>
      <h1 id="verdict">{texts.verdicts[verdict](asOf === null ? '' : format.date(asOf.time))}</h1>
      <p className="lead">{texts.verdictLeads[verdict](facts)}</p>
      {verified ? (
        <p className="caveat">{texts.newerNotExcluded}</p>
      ) : (
        <ul className="causes">
          {causesOf(verification).map((check) => (
            <li key={check.name}>
              <strong>{texts.checkTitles[check.name]}</strong>
              <br />
              {texts.finding(check)}
            </li>
          ))}
        </ul>
      )}
      {verified && asOf !== null && since !== null && (
        <dl className="facts">
          <dt>{texts.asOf}</dt>
          <dd>
            <time dateTime={new Date(asOf.time).toISOString()}>{format.dateTime(asOf.time)}</time>
          </dd>
          <dt>{texts.since}</dt>
          <dd>
            <time dateTime={new Date(since).toISOString()}>{format.date(since)}</time>
            {' · '}
            {texts.entries(positions.anchored, positions.pending)}
          </dd>
        </dl>
      )}
      {verdict === 'CANNOT_CHECK_NOW' && (
        <button type="button" className="button" onClick={again}>
          {texts.again}
        </button>
      )}
      {verified && chainId === 31337 && <p className="hint">{texts.developmentChain}</p>}
    </section>
  );
}

/** The checks that decided a verdict other than VERIFIED, for each of its sides. */
const DECIDING: Partial<Readonly<Record<Verdict, readonly CheckName[]>>> = {
  UNKNOWN: ['code', 'history', 'inclusion'],
  // An unconfirmed time follows from an unconfirmed anchor and would only repeat it.
  CANNOT_CHECK_NOW: ['checkpoint', 'anchor'],
};

function causesOf({ verdict, checks }: Verification): readonly Check[] {
  const deciding = DECIDING[verdict];
  if (deciding === undefined) return checks.filter(({ status }) => status === 'fail');
  return checks.filter(({ name, status }) => status === 'not-checked' && deciding.includes(name));
}
