import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectUpload, UPLOAD_LIMIT } from './inspect-upload.ts';
import { refusedAs } from './testing/refused-as.ts';
import {
  extended,
  jpeg,
  latin1,
  lossless,
  objectStream,
  pdf,
  png,
  STEP,
  webp,
} from './testing/sample-files.ts';

const svg = latin1('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const gif = latin1('GIF89a\x01\0\x01\0\0\0\0;PK\x05\x06');
const zip = latin1('PK\x03\x04\x14\0\0\0\0\0');
const samples: [string, Buffer][] = [
  ['image/jpeg', Buffer.concat([jpeg(), Buffer.alloc(2), jpeg()])],
  ['image/png', png()],
  ['image/webp', webp(extended(4, 4), lossless(4, 4))],
  ['application/pdf', pdf('', objectStream('<< /A 1 >>'))],
  ['text/plain', Buffer.from('Prüfbericht\r\n\tbestanden ✓\n')],
  ['text/csv', Buffer.from('\uFEFFmodel;serial\r\nP-200;"7""7"\r\n')],
  ['application/json', Buffer.from('{"a": [1, "é"]}')],
  ['model/step', Buffer.from(STEP)],
];

describe('inspectUpload', () => {
  test.each(samples)('default: %s', async (mediaType, bytes) => {
    expect(await inspectUpload(bytes, { mediaType, name: 'file' })).toMatchObject({ mediaType });
  });

  test('default: type, extension, safe name and size', async () => {
    const declared = { mediaType: 'Image/JPEG; q=1', name: 'C:\\photos\\Plate.JPEG' };
    expect(await inspectUpload(jpeg(), declared)).toEqual({
      mediaType: 'image/jpeg',
      extension: 'jpeg',
      name: 'Plate.jpeg',
      width: 16,
      height: 16,
    });
  });

  test.each([
    ['bolt.STP', 'application/octet-stream', 'model/step'],
    ['bolt.step', '', 'model/step'],
  ])('behaviour: %s, sent as "%s", is %s by its name', async (name, mediaType, found) => {
    const inspected = await inspectUpload(Buffer.from(STEP), { mediaType, name });
    expect(inspected.mediaType).toBe(found);
  });

  test.each([
    ['SVG', svg, 'image/svg+xml', 'x.svg', 'FILE_TYPE_UNSUPPORTED'],
    ['SVG as .png', svg, 'image/png', 'x.png', 'FILE_TYPE_MISMATCH'],
    ['SVG as text', svg, 'text/plain', 'x.txt', 'FILE_TYPE_MISMATCH'],
    ['HTML', latin1('<!doctype html>'), 'text/html', 'x.html', 'FILE_TYPE_UNSUPPORTED'],
    ['HTML as text', latin1(' \n<HTML><script>'), 'text/plain', 'x.txt', 'FILE_TYPE_MISMATCH'],
    ['PDF as text', pdf(), 'text/plain', 'x.txt', 'FILE_TYPE_MISMATCH'],
    ['GIF', gif, 'image/gif', 'x.gif', 'FILE_TYPE_UNSUPPORTED'],
    ['GIFAR as .jpg', gif, 'image/jpeg', 'x.jpg', 'FILE_TYPE_MISMATCH'],
    ['ZIP', zip, 'application/zip', 'x.zip', 'FILE_TYPE_UNSUPPORTED'],
    ['ZIP as PDF', zip, 'application/pdf', 'x.pdf', 'FILE_TYPE_MISMATCH'],
    ['ZIP by its name', zip, 'application/octet-stream', 'x.zip', 'FILE_TYPE_UNSUPPORTED'],
    ['JPEG as PNG', jpeg(), 'image/png', 'x.png', 'FILE_TYPE_MISMATCH'],
    ['program as CSV', latin1('MZ\x90\0'), 'text/csv', 'x.csv', 'FILE_TYPE_MISMATCH'],
    [
      'UTF-16 as text',
      Buffer.from('\uFEFFhello', 'utf16le'),
      'text/plain',
      'x',
      'FILE_TYPE_MISMATCH',
    ],
    ['Latin-1 as CSV', latin1('Prüfung;1'), 'text/csv', 'x', 'FILE_TYPE_MISMATCH'],
    ['a NUL', latin1('a\0b'), 'text/plain', 'x', 'FILE_TYPE_MISMATCH'],
    ['a terminal escape', latin1('a\x1b[2J'), 'text/plain', 'x', 'FILE_TYPE_MISMATCH'],
    ['a C1 control', Buffer.from('a\u009Bb'), 'text/plain', 'x', 'FILE_TYPE_MISMATCH'],
    ['JSON with a comment', latin1('{} // x'), 'application/json', 'x', 'FILE_TYPE_MISMATCH'],
    [
      'JSON with a key twice',
      latin1('{"a":1,"a":2}'),
      'application/json',
      'x',
      'FILE_TYPE_MISMATCH',
    ],
    [
      'JSON 65 deep',
      latin1('['.repeat(65) + ']'.repeat(65)),
      'application/json',
      'x',
      'FILE_TYPE_MISMATCH',
    ],
    ['STEP without its end', latin1(STEP.slice(0, -5)), 'model/step', 'x', 'FILE_TYPE_MISMATCH'],
    ['STEP with something behind', latin1(`${STEP}x`), 'model/step', 'x', 'FILE_TYPE_MISMATCH'],
    ['nothing', Buffer.alloc(0), 'text/plain', 'x', 'FILE_EMPTY'],
    ['no name', latin1('x'), 'text/plain', '..', 'FILE_NAME_INVALID'],
    ['a type like a key', latin1('x'), '__proto__', 'x', 'FILE_TYPE_UNSUPPORTED'],
  ])('error: %s', async (_title, bytes, mediaType, name, code) => {
    expect(await refusedAs(bytes, mediaType, name)).toBe(code);
  });

  test('error: too large', async () => {
    const large = Buffer.alloc(UPLOAD_LIMIT + 1, 'a');
    expect(await refusedAs(large, 'text/plain')).toBe('FILE_TOO_LARGE');
    expect(await refusedAs(large.subarray(1), 'text/plain')).toBe('accepted');
    expect(await refusedAs(large.subarray(0, 4 * 1024 * 1024 + 1), 'application/json')).toBe(
      'FILE_TOO_LARGE',
    );
  });

  const types = samples.map(([mediaType]) => mediaType);
  const starts = samples.map(([, bytes]) => bytes.subarray(0, 40));

  test('behaviour: nothing but a refusal is ever thrown at random bytes', async () => {
    const bytes = fc
      .tuple(fc.constantFrom(Buffer.alloc(0), ...starts), fc.uint8Array({ maxLength: 300 }))
      .map((parts) => Buffer.concat(parts));
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(...types), fc.string(), async (file, type, name) => {
        expect(await refusedAs(file, type, name)).toMatch(/^(?:accepted|FILE_[A-Z_]+)$/);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(samples)(
    'behaviour: %s with one byte changed is refused or taken',
    async (type, file) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), async (at, byte) => {
          const changed = Buffer.from(file);
          changed[at] = byte;
          expect(await refusedAs(changed, type)).toMatch(/^(?:accepted|FILE_[A-Z_]+)$/);
        }),
        { numRuns: 300 },
      );
    },
  );

  test.each(samples.slice(0, 4))(
    'behaviour: %s cut off anywhere is refused',
    async (type, file) => {
      const whole: number[] = [];
      for (let length = 1; length < file.length; length += 1) {
        if ((await refusedAs(file.subarray(0, length), type)) === 'accepted') whole.push(length);
      }
      // A JPEG is whole after its first picture and in the padding; a PDF without its last line feed.
      const first = jpeg().length;
      const stillWhole = {
        'image/jpeg': [first, first + 1, first + 2],
        'application/pdf': [file.length - 1],
      };
      expect(whole).toEqual(new Map(Object.entries(stillWhole)).get(type) ?? []);
    },
  );

  const wrapped = (unit: string) =>
    Buffer.concat([latin1('%PDF-1.7\n'), Buffer.alloc(UPLOAD_LIMIT - 20, unit), latin1('%%EOF')]);
  test.each([
    ['image/jpeg', Buffer.concat([jpeg().subarray(0, -2), Buffer.alloc(UPLOAD_LIMIT - 200, 0xff)])],
    ['image/jpeg', Buffer.concat([jpeg(), Buffer.alloc(UPLOAD_LIMIT - 200)])],
    ['application/pdf', wrapped('/#4a#61#76#61')],
    ['application/pdf', wrapped('>>  /ObjStm')],
    ['application/pdf', pdf('', objectStream('/#4a#61'.repeat(8_000_000)))],
    ['application/json', Buffer.alloc(4 * 1024 * 1024, '[],')],
    ['text/plain', Buffer.alloc(UPLOAD_LIMIT, ' ')],
  ])(
    'behaviour: the worst %s takes time in proportion',
    { timeout: 20_000 },
    async (type, file) => {
      const started = performance.now();
      await refusedAs(file, type);
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );
});
