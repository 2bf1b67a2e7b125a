import type { Texts } from './texts.ts';

/** A language of the page, named in itself; its words are fetched when they are needed. */
export type Language = { tag: string; label: string; load: () => Promise<Texts> };

const ENGLISH: Language = {
  tag: 'en',
  label: 'English',
  load: async () => (await import('./en.ts')).en,
};
const CHINESE: Language = {
  tag: 'zh-CN',
  label: '中文',
  load: async () => (await import('./zh.ts')).zh,
};

export const LANGUAGES: readonly Language[] = [ENGLISH, CHINESE];

const KEY = 'luna.language';

/** The first language of the browser that the page speaks; English when there is none. */
export function preferredLanguage(chosen: string | null, browser: readonly string[]): Language {
  for (const wanted of [...(chosen === null ? [] : [chosen]), ...browser]) {
    const found = LANGUAGES.find(({ tag }) => primary(tag) === primary(wanted));
    if (found !== undefined) return found;
  }
  return ENGLISH;
}

/**
 * The reader's own variant of a language of the page: en-GB writes dates unlike en-US. Browsers have
 * been seen to report tags that are none (`en-US@posix`); those are passed over.
 */
export function regionalVariant(language: string, browser: readonly string[]): string {
  const variants = browser.filter((tag) => primary(tag) === primary(language));
  return variants.find(isLanguageTag) ?? language;
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

/** What the reader chose before; null where nothing is stored or storing is forbidden. */
export function chosenLanguage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Remembers the choice where the browser allows it. */
export function rememberLanguage(tag: string): void {
  try {
    localStorage.setItem(KEY, tag);
  } catch {
    // Private windows may forbid it; the choice then lasts for this page.
  }
}
