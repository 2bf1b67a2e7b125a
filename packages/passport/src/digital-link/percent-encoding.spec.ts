import { describe, expect, test } from 'vitest';
import { percentDecode, percentEncode } from './percent-encoding.ts';
import { engineCases } from './testing/engine-cases.ts';

describe('percentDecode', () => {
  test.each(engineCases.unescape)('default: "$text"', ({ text, path, query }) => {
    expect(percentDecode(text, false)).toBe(path);
    expect(percentDecode(text, true)).toBe(query);
  });
});

describe('percentEncode', () => {
  test.each(engineCases.escape)('default: "$text"', ({ text, path }) => {
    expect(percentEncode(text)).toBe(path);
    expect(percentDecode(path, true)).toBe(text);
  });
});
