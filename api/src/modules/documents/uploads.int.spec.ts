import { listEvents } from '@luna/api-client';
import { createConnection, type Socket } from 'node:net';
import { existsSync, readdirSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPassport, listOf, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { EMPTY_ZIP, jpeg, latin1, pdf, png } from './rules/testing/sample-files.ts';
import { attach, sendForm, text } from './testing/attach.ts';

const MiB = 1024 * 1024;
const SVG = latin1('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const GIF = Buffer.concat([latin1('GIF89a\x01\0\x01\0'), Buffer.alloc(20)]);
const form = (...parts: [name: string, value: string | File][]) => {
  const made = new FormData();
  for (const [name, value] of parts) made.append(name, value);
  return made;
};
const file = (bytes: Uint8Array = png()) =>
  new File([new Uint8Array(bytes)], 'a.png', { type: 'image/png' });

describe('uploads that are refused', () => {
  let api: TestApi;
  let serial = 0;
  let code: string;
  beforeAll(async () => {
    api = await startTestApi({ env: { DOCUMENT_LIMIT_MIB: '2', PHOTO_LIMIT_MIB: '1' } });
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    ({ code } = await createPassport(api, `U-${(serial += 1)}`));
  });

  const url = () => `/api/v1/passports/${code}/documents`;
  const kept = () =>
    ['documents', 'ipfs'].flatMap((name) => {
      const folder = join(api.home, name);
      if (!existsSync(folder)) return [];
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name);
    });
  /** Nothing was kept and nothing was written. */
  const nothing = async (before: readonly string[]) => {
    expect(kept().sort()).toEqual([...before].sort());
    expect(listOf(await api.send({ url: url() })).data).toEqual([]);
    expect(await got(listEvents({ client: api.client, path: { id: code } }))).toHaveLength(1);
  };

  it.each<[string, Uint8Array, string, string, [number, string]]>([
    ['a script as PNG', SVG, 'image/png', 'a.png', [415, 'FILE_TYPE_MISMATCH']],
    ['an SVG', SVG, 'image/svg+xml', 'a.svg', [415, 'FILE_TYPE_UNSUPPORTED']],
    [
      'a page as text',
      latin1('<!doctype html>'),
      'text/plain',
      'a.txt',
      [415, 'FILE_TYPE_MISMATCH'],
    ],
    ['a GIF', GIF, 'image/gif', 'a.gif', [415, 'FILE_TYPE_UNSUPPORTED']],
    ['a GIF as JPEG', GIF, 'image/jpeg', 'a.jpg', [415, 'FILE_TYPE_MISMATCH']],
    ['a ZIP', EMPTY_ZIP, 'application/zip', 'a.zip', [415, 'FILE_TYPE_UNSUPPORTED']],
    ['a ZIP as PDF', EMPTY_ZIP, 'application/pdf', 'a.pdf', [415, 'FILE_TYPE_MISMATCH']],
    [
      'a ZIP behind a PNG',
      Buffer.concat([png(), EMPTY_ZIP]),
      'image/png',
      'a.png',
      [422, 'FILE_POLYGLOT'],
    ],
    [
      'a PDF with a script',
      pdf('/OpenAction << /S /JavaScript /JS (x) >>'),
      'application/pdf',
      'a.pdf',
      [415, 'FILE_TYPE_UNSUPPORTED'],
    ],
    [
      'a picture of 4 gigapixels',
      png({ width: 65_535, height: 65_535 }),
      'image/png',
      'a.png',
      [422, 'FILE_IMAGE_TOO_LARGE'],
    ],
    [
      'half of a picture',
      jpeg().subarray(0, 60),
      'image/jpeg',
      'a.jpg',
      [415, 'FILE_TYPE_MISMATCH'],
    ],
    ['nothing', Buffer.alloc(0), 'image/png', 'a.png', [400, 'FILE_EMPTY']],
    ['a file without a name', png(), 'image/png', '..', [400, 'FILE_NAME_INVALID']],
  ])('%s', async (_, bytes, type, name, expected) => {
    const before = kept();
    expect(refusalOf(await attach(api, code, { bytes, type, name }))).toEqual(expected);
    await nothing(before);
  });

  it.each<[string, FormData, string]>([
    ['no file', form(['access', 'public']), 'file'],
    ['two files', form(['file', file()], ['file', file()]), 'file'],
    ['a file under another name', form(['photo', file()]), 'photo'],
    ['a text in place of the file', form(['file', 'a']), ''],
    ['an unknown field', form(['file', file()], ['org_id', '1']), ''],
    ['a field twice', form(['title', 'a'], ['title', 'b'], ['file', file()]), 'title'],
    ['a field of 5 KB', form(['title', 'a'.repeat(5000)], ['file', file()]), 'title'],
    [
      'an access class that does not exist',
      form(['access', 'owner,nobody'], ['file', file()]),
      'access.1',
    ],
    ['an access class twice', form(['access', 'owner,owner'], ['file', file()]), 'access'],
    ['access for nobody', form(['access', ''], ['file', file()]), 'access.0'],
  ])('%s', async (_, sent, field) => {
    const before = kept();
    const answer = await sendForm(api, code, sent);
    expect(refusalOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body).toMatchObject({ errors: [{ field }] });
    await nothing(before);
  });

  it.each<[string, string, string | Uint8Array, [number, string]]>([
    [
      'a body that is no form',
      'multipart/form-data; boundary=x',
      'hello',
      [400, 'MULTIPART_INVALID'],
    ],
    ['no boundary', 'multipart/form-data', '--x--', [400, 'MULTIPART_INVALID']],
    [
      'a form that breaks off',
      'multipart/form-data; boundary=x',
      part('x', png()),
      [400, 'MULTIPART_INVALID'],
    ],
    [
      'a form that breaks off in a header',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disp',
      [400, 'MULTIPART_INVALID'],
    ],
    [
      'a prototype',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--\r\n',
      [400, 'MULTIPART_INVALID'],
    ],
    [
      'a thousand fields',
      'multipart/form-data; boundary=x',
      `${'--x\r\ncontent-disposition: form-data; name="title"\r\n\r\n1\r\n'.repeat(1000)}--x--\r\n`,
      [400, 'VALIDATION_FAILED'],
    ],
    ['an empty form', 'multipart/form-data; boundary=x', '--x--\r\n', [400, 'VALIDATION_FAILED']],
    ['JSON', 'application/json', '{}', [415, 'MEDIA_TYPE_UNSUPPORTED']],
    ['a picture without a form', 'image/png', png(), [415, 'MEDIA_TYPE_UNSUPPORTED']],
  ])('%s', async (_, type, bytes, expected) => {
    const before = kept();
    const headers = { 'content-type': type };
    expect(refusalOf(await api.send({ method: 'POST', url: url(), bytes, headers }))).toEqual(
      expected,
    );
    await nothing(before);
  });

  it('a form on a route that takes none', async () => {
    for (const path of ['/api/v1/passports', `${url()}/${'a'.repeat(64)}/publish`]) {
      const headers = { 'content-type': 'multipart/form-data; boundary=x' };
      const answer = await api.send({
        method: 'POST',
        url: path,
        bytes: part('x', png()),
        headers,
      });
      expect(refusalOf(answer)).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    }
  });

  it('a file over the limit, and a photo over its own', async () => {
    const before = kept();
    const lines = (length: number) => Buffer.alloc(length, 'a line of text\n');
    const over = { bytes: lines(2 * MiB + 1), type: 'text/plain', name: 'a.txt' };
    expect(refusalOf(await attach(api, code, over))).toEqual([413, 'FILE_TOO_LARGE']);
    const photo = jpeg({ extra: Array.from({ length: 17 }, () => comment(65_000)) });
    expect(photo.length).toBeGreaterThan(MiB);
    const sent = { bytes: photo, type: 'image/jpeg', name: 'a.jpg' };
    expect(refusalOf(await attach(api, code, sent))).toEqual([413, 'FILE_TOO_LARGE']);
    await nothing(before);
    expect((await attach(api, code, { ...over, bytes: lines(2 * MiB) })).status).toBe(201);
  });

  describe('over one connection', () => {
    const open = async () => {
      const { hostname, port } = new URL(api.url);
      const socket = createConnection(Number(port), hostname);
      await once(socket, 'connect');
      return { socket, answers: reader(socket) };
    };
    const head = (length: number, target = url()) =>
      [
        `POST ${target} HTTP/1.1`,
        'host: x',
        `authorization: Bearer ${api.key}`,
        'content-type: multipart/form-data; boundary=x',
        `content-length: ${length}`,
        '',
        '',
      ].join('\r\n');
    const begin =
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\n';

    it('an answer comes while the file is still being sent, and the connection goes on', async () => {
      const { socket, answers } = await open();
      const length = begin.length + 3 * MiB;
      socket.write(head(length) + begin);
      socket.write(Buffer.alloc(2 * MiB + 1000, 97));
      expect(await answers.next()).toContain('FILE_TOO_LARGE');
      socket.write(Buffer.alloc(MiB - 1000, 97));
      const whole = Buffer.concat([part('x', png()), latin1('\r\n--x--\r\n')]);
      socket.write(head(whole.length));
      socket.write(whole);
      expect(await answers.next()).toContain('201 Created');
      socket.destroy();
    });

    it('who does not stop sending is cut off', async () => {
      const { socket, answers } = await open();
      socket.on('error', () => undefined);
      socket.write(head(1000 * MiB) + begin);
      const flood = setInterval(() => socket.write(Buffer.alloc(MiB / 2, 97)), 5);
      expect(await answers.next()).toContain('FILE_TOO_LARGE');
      await new Promise((resolve) => socket.once('close', resolve));
      clearInterval(flood);
      expect(socket.bytesWritten).toBeLessThan(20 * MiB);
    });

    it('who breaks off leaves nothing behind', async () => {
      const before = kept();
      for (const sent of [0, 100, 500_000]) {
        const { socket } = await open();
        socket.write(head(MiB) + begin.slice(0, sent === 0 ? 20 : undefined));
        socket.write(Buffer.alloc(sent, 97));
        await new Promise((resolve) => setTimeout(resolve, 50));
        socket.destroy();
        await once(socket, 'close');
      }
      await nothing(before);
      expect((await attach(api, code, { bytes: text('after'), type: 'text/plain' })).status).toBe(
        201,
      );
    });

    it('whoever may not upload is refused before the file is read', async () => {
      const { socket, answers } = await open();
      socket.write(
        head(2 * MiB, '/api/v1/passports/DP-XYZ-2601-PF-CN-000001-5E/documents') + begin,
      );
      expect(await answers.next()).toContain('PASSPORT_UNKNOWN');
      socket.destroy();
    });
  });

  it('none of them is a fault of ours', () => {
    expect(api.errors).toEqual([]);
  });
});

function part(boundary: string, bytes: Uint8Array): Buffer {
  const header = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`;
  return Buffer.concat([latin1(header), bytes]);
}

function comment(length: number): Buffer {
  const size = Buffer.from([(length + 2) >>> 8, (length + 2) & 0xff]);
  return Buffer.concat([Buffer.from([0xff, 0xfe]), size, Buffer.alloc(length, 97)]);
}

/** Answers of a connection, one after the other, as text. */
function reader(socket: Socket): { next(): Promise<string> } {
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
  return {
    next: async () => {
      for (;;) {
        const [header = '', body = ''] = received.split(/\r\n\r\n(.*)/s);
        const length = Number(/content-length: (\d+)/i.exec(header)?.[1] ?? NaN);
        if (body.length >= length) {
          received = body.slice(length);
          return header + body.slice(0, length);
        }
        await once(socket, 'data');
      }
    },
  };
}
