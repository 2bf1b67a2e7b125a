import { describe, expect, test } from 'vitest';
import { formatIn } from './format.ts';

const TIME = Date.parse('2023-11-14T22:13:40Z');

describe('formatIn', () => {
  test('English', () => {
    const format = formatIn('en-GB', 'UTC');
    expect(format.date(TIME)).toBe('14 Nov 2023');
    expect(format.dateTime(TIME)).toBe('14 Nov 2023, 22:13 UTC');
    expect(format.month('2006-01')).toBe('January 2006');
    expect(format.country('DE')).toBe('Germany');
    expect(format.bytes(12_300)).toBe('13 kB');
  });

  test('Chinese', () => {
    const format = formatIn('zh-CN', 'UTC');
    expect(format.date(TIME)).toBe('2023年11月14日');
    expect(format.month('2006-01')).toBe('2006年1月');
    expect(format.country('DE')).toBe('德国');
  });

  test('durations in their largest unit', () => {
    const { duration } = formatIn('en-US', 'UTC');
    const day = 86_400_000;
    expect(duration(2 * day)).toBe('2 days');
    expect(duration(40 * day)).toBe('1 mth');
    expect(duration(800 * day)).toBe('2 yrs');
    expect(duration(0)).toBe('0 sec');
  });
});
