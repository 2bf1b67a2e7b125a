import { isIdentificationLink } from '@luna/passport';
import { describe, expect, it } from 'vitest';
import { codeOf } from './code-of.ts';

const ROOT = 'https://passports.example';
const CODE = 'DP-MED-2601-PF-CN-000001-0A';

describe('codeOf', () => {
  it.each([CODE, `${ROOT}/p/${CODE}`])('%s', (text) => {
    expect(codeOf(text, ROOT)).toBe(CODE);
  });

  it('reads what IEC 61406 calls an identification link', () => {
    expect(isIdentificationLink(`${ROOT}/p/${CODE}`)).toBe(true);
  });

  it.each([
    [`https://other.example/p/${CODE}`, 'CODE_SYNTAX'],
    // Recognised letter by letter: these are other links.
    [`${ROOT}/p/${CODE}/`, 'CODE_SYNTAX'],
    [`${ROOT}/p/${CODE}?a=b`, 'CODE_SYNTAX'],
    [`HTTPS://passports.example/p/${CODE}`, 'CODE_SYNTAX'],
    [CODE.toLowerCase(), 'CODE_SYNTAX'],
    [` ${CODE}`, 'CODE_SYNTAX'],
    ['DP-MED-2601-PF-CN-000001-0B', 'CODE_CHECK'],
    [`${ROOT}/p/DP-MED-2601-PF-CN-000001-0B`, 'CODE_SYNTAX'],
    ['', 'CODE_SYNTAX'],
  ])('refuses %s', (text, code) => {
    expect(() => codeOf(text, ROOT)).toThrow(expect.objectContaining({ code }));
  });
});
