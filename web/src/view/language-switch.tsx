import { LANGUAGES, type Language } from '../texts/language.ts';
import { useTexts } from '../texts/use-texts.ts';

export function LanguageSwitch({ choose }: { choose: (language: Language) => void }) {
  const current = useTexts();
  return (
    <nav className="languages" aria-label={current.chooseLanguage}>
      {LANGUAGES.map((language) => (
        <button
          key={language.tag}
          type="button"
          lang={language.tag}
          aria-pressed={language.tag === current.language}
          onClick={() => {
            choose(language);
          }}
        >
          {language.label}
        </button>
      ))}
    </nav>
  );
}
