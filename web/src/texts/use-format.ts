import { useMemo } from 'react';
import { formatIn, type Format } from './format.ts';
import { regionalVariant } from './language.ts';
import { useTexts } from './use-texts.ts';

/** Dates, sizes and countries in the reader's language and time zone. */
export function useFormat(): Format {
  const { language } = useTexts();
  return useMemo(() => formatIn(regionalVariant(language, navigator.languages)), [language]);
}
