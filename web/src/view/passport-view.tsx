import type { CheckState } from '../check/check-state.ts';
import type { Subject } from '../check/protocol.ts';
import { usePassportCheck } from '../check/use-passport-check.ts';
import { useFormat } from '../texts/use-format.ts';
import { useTexts } from '../texts/use-texts.ts';
import { CheckYourselfCard } from './check-yourself-card.tsx';
import { ChecksCard } from './checks-card.tsx';
import { DeviceCard } from './device-card.tsx';
import { FlagsBanner } from './flags-banner.tsx';
import { NotProvenCard } from './not-proven-card.tsx';
import { ProblemCard } from './problem-card.tsx';
import { ProgressCard } from './progress-card.tsx';
import { TimelineCard } from './timeline-card.tsx';
import { VerdictCard } from './verdict-card.tsx';

/** The passport of one device, or what a file says of one, checked here and now. */
export function PassportView({ subject }: { subject: Subject }) {
  const { state, again } = usePassportCheck(subject);
  return (
    <>
      <Announcement state={state} />
      <Body subject={subject} state={state} again={again} />
    </>
  );
}

type BodyProps = { subject: Subject; state: CheckState; again: () => void };

function Body({ subject, state, again }: BodyProps) {
  const texts = useTexts();
  const format = useFormat();
  switch (state.phase) {
    case 'checking':
      return <ProgressCard state={state} />;
    case 'problem':
      return <ProblemCard subject={subject} problem={state} again={again} />;
    case 'checked': {
      const { checked } = state;
      const { verification, rpcUrls } = checked;
      const verified = verification.verdict.startsWith('VERIFIED');
      return (
        <>
          <FlagsBanner flags={verification.device?.flags ?? []} />
          <div className="columns">
            <div className="column">
              <VerdictCard checked={checked} again={again} />
              <DeviceCard verification={verification} />
              {verified && <NotProvenCard items={verification.notProven} />}
              <CheckYourselfCard checked={checked} />
            </div>
            <div className="column">
              <ChecksCard checks={verification.checks} />
              <TimelineCard timeline={verification.timeline} />
            </div>
          </div>
          <p className="checked-at">
            {texts.footer(
              format.dateTime(verification.checkedAt),
              rpcUrls.map((url) => new URL(url).host).join(', '),
            )}
          </p>
        </>
      );
    }
  }
}

/** Tells the verdict to those who do not see it appear. */
function Announcement({ state }: { state: CheckState }) {
  const texts = useTexts();
  const format = useFormat();
  let said = '';
  if (state.phase === 'checked') {
    const { verdict, asOf } = state.checked.verification;
    said = texts.verdicts[verdict](asOf === null ? '' : format.date(asOf.time));
  } else if (state.phase === 'problem') {
    said = texts.problems[state.code].title;
  }
  return (
    <p role="status" className="visually-hidden">
      {said}
    </p>
  );
}
