import { describe, expect, test } from 'vitest';
import { preferredLanguage, regionalVariant } from './language.ts';

describe('preferredLanguage', () => {
  test.each<[string | null, readonly string[], string]>([
    [null, ['zh-TW', 'en'], 'zh-CN'],
    [null, ['de-DE', 'zh'], 'zh-CN'],
    [null, ['de-DE', 'en-GB'], 'en'],
    [null, ['fr'], 'en'],
    [null, [], 'en'],
    ['zh-CN', ['en-US'], 'zh-CN'],
    ['en', ['zh-CN'], 'en'],
    ['xx', ['zh-CN'], 'zh-CN'],
  ])('chosen %s, browser %j: %s', async (chosen, browser, tag) => {
    const language = preferredLanguage(chosen, browser);
    expect(language.tag).toBe(tag);
    expect((await language.load()).language).toBe(tag);
  });
});

test.each<[string, readonly string[], string]>([
  ['en', ['zh-CN', 'en-GB', 'en-US'], 'en-GB'],
  ['en', ['en-US@posix'], 'en'],
  ['en', ['en-US@posix', 'en-IE'], 'en-IE'],
  ['zh-CN', ['zh-TW'], 'zh-TW'],
  ['zh-CN', ['de'], 'zh-CN'],
])('the variant of %s for %j is %s', (language, browser, variant) => {
  expect(regionalVariant(language, browser)).toBe(variant);
});
