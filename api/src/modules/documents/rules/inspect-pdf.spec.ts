import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { refusedAs } from './testing/refused-as.ts';
import { EMPTY_ZIP, latin1, objectStream, pdf, pdfStream } from './testing/sample-files.ts';

const asPdf = (bytes: Uint8Array) => refusedAs(bytes, 'application/pdf');
const join = (...parts: Uint8Array[]) => Buffer.concat(parts);
const script = '<< /S /JavaScript /JS (app.alert(1)) >>';

describe('PDF', () => {
  test.each([
    ['one empty page', pdf()],
    ['white space behind its end', join(pdf(), latin1('\r\n \n'))],
    ['an update behind its first end', join(pdf(), latin1('startxref\n9\n%%EOF'))],
    ['an action that only opens a page', pdf('/OpenAction [3 0 R /Fit]')],
    ['names that only begin alike', pdf('/Launcher 1 /EncryptMetadata true /JavaScripts 1')],
    ['an object stream', pdf('', objectStream('<< /Type /Font >>'))],
    ['a link', pdf('', '<< /S /URI /URI (https://pumps.example) >>')],
  ])('default: %s', async (_title, bytes) => {
    expect(await asPdf(bytes)).toBe('accepted');
  });

  test.each([
    ['a script', pdf('/OpenAction 4 0 R', script)],
    ['a script spelt otherwise', pdf('/OpenAction 4 0 R', script.replace('Script', '#53cr#69pt'))],
    ['a script in a tree of names', pdf('/Names << /JavaScript 4 0 R >>', '<< >>')],
    ['a script in an object stream', pdf('/OpenAction 9 0 R', objectStream(script))],
    ['a script in the second one', pdf('', objectStream('<< /A 1 >>'), objectStream(script))],
    ['a script in a stream of its own', pdf('', pdfStream('/A 1', latin1(script)))],
    ['a script behind a comment sign', pdf('', `<< >> % ${script}`)],
    ['a program', pdf('/OpenAction << /S /Launch /F (calc.exe) >>')],
    ['an embedded file', pdf('', pdfStream('/Type /EmbeddedFile', latin1('x')))],
    ['a form engine', pdf('/AcroForm << /XFA 4 0 R >>')],
    ['a form that sends', pdf('', '<< /S /SubmitForm /F (https://x.example) >>')],
    ['encryption', pdf('', '<< /Encrypt 5 0 R >>')],
    [
      'an object stream spelt otherwise',
      pdf('', objectStream(script).toString('latin1').replace('ObjStm', 'Obj#53tm')),
    ],
    ['an object stream of another filter', pdf('', objectStream(script, deflateRawSync))],
    [
      'an object stream compressed twice',
      pdf(
        '',
        objectStream(script, (data) => deflateSync(deflateSync(data))),
      ),
    ],
    ['an object stream that is none', pdf('', '<< /Type /ObjStm >>')],
    ['a bomb of an object stream', pdf('', objectStream(' '.repeat(65 * 1024 * 1024)))],
  ])('error: %s', async (_title, bytes) => {
    expect(await asPdf(bytes)).toBe('FILE_TYPE_UNSUPPORTED');
  });

  test.each(['Rendition', 'RichMedia', 'XFA', 'ImportData', 'GoToE', 'EmbeddedFiles'])(
    'error: /%s',
    async (name) => {
      expect(await asPdf(pdf('', `<< /S/${name}>>`))).toBe('FILE_TYPE_UNSUPPORTED');
    },
  );

  test.each([
    ['something before it', join(latin1('\n'), pdf()), 'FILE_TYPE_MISMATCH'],
    ['no end', pdf().subarray(0, -7), 'FILE_TYPE_MISMATCH'],
    ['another version', latin1('%PDF-3.0\n%%EOF'), 'FILE_TYPE_MISMATCH'],
    ['something behind it', join(pdf(), latin1('x')), 'FILE_POLYGLOT'],
    ['a ZIP behind it', join(pdf(), EMPTY_ZIP), 'FILE_POLYGLOT'],
    ['a ZIP in a stream', pdf('', pdfStream('/A 1', EMPTY_ZIP)), 'FILE_POLYGLOT'],
  ])('error: %s', async (_title, bytes, code) => {
    expect(await asPdf(bytes)).toBe(code);
  });

  test('behaviour: thousands of object streams have an end', async () => {
    const many = Array.from({ length: 17_000 }, () => objectStream('<< >>'));
    const bytes = join(latin1('%PDF-1.7\n'), ...many, latin1('%%EOF'));
    expect(await asPdf(bytes)).toBe('FILE_TYPE_UNSUPPORTED');
  });
});
