import { useEffect, useState } from 'react';
import { rememberLanguage, type Language } from '../texts/language.ts';
import type { Texts } from '../texts/texts.ts';
import { TextsContext } from '../texts/use-texts.ts';
import { Icon } from './icon.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { PassportView } from './passport-view.tsx';
import { StartView } from './start-view.tsx';

export type PageProps = {
  /** Empty where the address names no passport. */
  code: string;
  /** The words to begin with. */
  firstTexts: Texts;
};

/** The whole page. */
export function Page({ code, firstTexts }: PageProps) {
  const [texts, setTexts] = useState(firstTexts);
  const choose = async (language: Language): Promise<void> => {
    setTexts(await language.load());
    rememberLanguage(language.tag);
  };
  useEffect(() => {
    document.documentElement.lang = texts.language;
    document.title = code === '' ? 'Luna Passport' : texts.title(code);
  }, [texts, code]);
  return (
    <TextsContext value={texts}>
      <a className="skip" href="#main">
        {texts.skip}
      </a>
      <header className="top">
        <p className="brand">
          <Icon name="moon" />
          <span>
            Luna <span className="brand-rest">{texts.passport}</span>
          </span>
        </p>
        <LanguageSwitch
          choose={(language) => {
            void choose(language);
          }}
        />
      </header>
      <main id="main" tabIndex={-1}>
        {code === '' ? <StartView /> : <PassportView subject={code} />}
      </main>
    </TextsContext>
  );
}
