import type { NotProven } from '@luna/evidence';
import { useTexts } from '../texts/use-texts.ts';

/** What a reader might take for proven and that is not. */
export function NotProvenCard({ items }: { items: readonly NotProven[] }) {
  const texts = useTexts();
  return (
    <section className="card" aria-labelledby="not-proven">
      <h2 id="not-proven">{texts.notProven}</h2>
      <p className="lead">{texts.notProvenLead}</p>
      <ul className="plain">
        {items.map(({ code, count }) => (
          <li key={code}>{texts.notProvenItems[code](count)}</li>
        ))}
      </ul>
    </section>
  );
}
