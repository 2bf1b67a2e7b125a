import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionOf, fileName } from './file-name.ts';

const ofPdf = (name: string) => fileName(name, ['pdf']);

describe('fileName', () => {
  test.each([
    ['manual.pdf', 'manual.pdf'],
    ['Manual.PDF', 'Manual.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\x\\manual.pdf', 'manual.pdf'],
    ['a.pdf.exe', 'a.pdf.exe.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['.pdf', 'pdf.pdf'],
    ['手册 第1版.pdf', '手册 第1版.pdf'],
    ['re\u0301sume\u0301.pdf', 'r\u00e9sum\u00e9.pdf'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe.pdf'],
    ['a\u0000b\r\nc\u200B\u2028.pdf', 'abc.pdf'],
    ['"><img src=x>.pdf', '___img src=x_.pdf'],
    ['e\u200B\u0301.pdf', '\u00e9.pdf'],
    ['half\uD800.pdf', 'half.pdf'],
    ['. . x . .', 'x.pdf'],
  ])('default: %j becomes %j', (given, shown) => {
    expect(ofPdf(given)).toBe(shown);
  });

  test('behaviour: any extension of the type may stay', () => {
    expect(fileName('a.jpeg', ['jpg', 'jpeg'])).toBe('a.jpeg');
    expect(fileName('a.png', ['jpg', 'jpeg'])).toBe('a.png.jpg');
  });

  test('behaviour: cut at 120 units, never inside a character', () => {
    expect(ofPdf(`${'a'.repeat(500)}.pdf`)).toBe(`${'a'.repeat(116)}.pdf`);
    expect(ofPdf(`${'a'.repeat(115)}😀.pdf`)).toBe(`${'a'.repeat(115)}.pdf`);
  });

  test.each(['', '.', '...', ' / ', 'a/', '\u202E', '\u0000.'])('error: %j', (given) => {
    expect(() => ofPdf(given)).toThrow(expect.objectContaining({ code: 'FILE_NAME_INVALID' }));
  });

  test('behaviour: whatever comes in, what is shown is safe, and is its own name', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(anything, (given) => {
        const name = ofPdf(given.replace(/[/\\]/g, '') + 'x');
        expect(name).toMatch(/^[^.\s].*\.pdf$/u);
        expect(name).not.toMatch(/[/\\<>:"|?*\p{C}\p{Zl}\p{Zp}]/u);
        expect(name.length).toBeLessThanOrEqual(120);
        expect(name).toBe(name.normalize('NFC'));
        expect(ofPdf(name)).toBe(name);
      }),
      { numRuns: 500 },
    );
  });
});

describe('extensionOf', () => {
  test.each([
    ['a.STEP', 'step'],
    ['a.tar.gz', 'gz'],
    ['a', ''],
    ['a.', ''],
    ['a.p/f', ''],
  ])('default: %s', (name, extension) => {
    expect(extensionOf(name)).toBe(extension);
  });
});
