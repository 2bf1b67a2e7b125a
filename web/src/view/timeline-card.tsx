import type { TimelineItem } from '@luna/evidence';
import { useState } from 'react';
import { useFormat } from '../texts/use-format.ts';
import { useTexts } from '../texts/use-texts.ts';
import { describeEvent } from './describe-event.ts';

/** Enough to see what happened lately; the rest is one tap away. */
const FIRST = 10;
/** Recorded more than a day after it happened is worth saying. */
const LATE = 86_400_000;

export function TimelineCard({ timeline }: { timeline: readonly TimelineItem[] }) {
  const texts = useTexts();
  const [all, setAll] = useState(false);
  const newestFirst = timeline.toReversed();
  const shown = all ? newestFirst : newestFirst.slice(0, FIRST);
  return (
    <section className="card" aria-labelledby="history">
      <h2 id="history">{texts.history}</h2>
      <p className="lead">{texts.historyLead}</p>
      <ol className="timeline" reversed>
        {shown.map((item) => (
          <Moment key={item.position} item={item} />
        ))}
      </ol>
      {shown.length < timeline.length && (
        <button
          type="button"
          className="button quiet"
          onClick={() => {
            setAll(true);
          }}
        >
          {texts.showAll(timeline.length)}
        </button>
      )}
    </section>
  );
}

function Moment({ item }: { item: TimelineItem }) {
  const texts = useTexts();
  const format = useFormat();
  const { title, detail } = describeEvent(item, texts);
  const when = item.occurredAt ?? item.recordedAt;
  const late = item.lateBy ?? 0;
  return (
    <li className={`moment ${item.disclosure}`}>
      <p className="when">
        {when !== null && <time dateTime={new Date(when).toISOString()}>{format.date(when)}</time>}
        {late > LATE && ` · ${texts.recordedLate(format.duration(late))}`}
      </p>
      <h3>
        {title}
        <span className="position">{texts.position(item.position)}</span>
      </h3>
      {detail !== '' && <p className="detail">{detail}</p>}
      {!item.anchored && <p className="tag">{texts.pending}</p>}
    </li>
  );
}
