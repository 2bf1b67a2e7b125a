import type { Flag } from '@luna/record';
import { useTexts } from '../texts/use-texts.ts';
import { Icon } from './icon.tsx';

/** Recalled, stolen, missing: shown before everything else. */
export function FlagsBanner({ flags }: { flags: readonly Flag[] }) {
  const texts = useTexts();
  if (flags.length === 0) return null;
  return (
    <section className="card flags" aria-label={texts.kinds['passport.flagged']}>
      <Icon name="warning" />
      <div>
        <p className="flag-names">{flags.map((flag) => texts.flags[flag]).join(' · ')}</p>
        <p>{texts.flagAdvice}</p>
      </div>
    </section>
  );
}
