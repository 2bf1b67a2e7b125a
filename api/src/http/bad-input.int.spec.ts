import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, newPassportBody, refusalOf } from '../testing/bodies.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe('bad input', () => {
  let api: TestApi;
  let code: string;
  beforeAll(async () => {
    api = await startTestApi();
    ({ code } = await createPassport(api, 'bad-input'));
  });
  afterAll(() => api.close());

  const url = '/api/v1/passports';
  const body = JSON.stringify(newPassportBody('x'));

  it.each([
    ['nothing', '', [400, 'JSON_INVALID']],
    ['half of a body', body.slice(0, -3), [400, 'JSON_INVALID']],
    ['a body and a half', `${body}{}`, [400, 'JSON_TRAILING']],
    ['a duplicate key', `{"model":"a",${body.slice(1)}`, [400, 'JSON_DUPLICATE_KEY']],
    [
      'a duplicate key in escapes',
      `{"mo\\u0064el":"a",${body.slice(1)}`,
      [400, 'JSON_DUPLICATE_KEY'],
    ],
    ['NaN', body.replace('"x"', 'NaN'), [400, 'JSON_NUMBER_NOT_FINITE']],
    ['a number beyond doubles', body.replace('"x"', '1e999'), [400, 'JSON_NUMBER_NOT_FINITE']],
    ['an escaped NUL', body.replace('"x"', '"x\\u0000"'), [400, 'JSON_NUL']],
    ['half a surrogate pair', body.replace('"x"', '"\\ud83d"'), [400, 'JSON_LONE_SURROGATE']],
    ['invalid UTF-8', bytes('{"model":"', [0xff, 0xfe], '"}'), [400, 'JSON_UTF8']],
    ['overlong UTF-8', bytes('{"model":"', [0xc0, 0xaf], '"}'), [400, 'JSON_UTF8']],
    ['a byte order mark', bytes([0xef, 0xbb, 0xbf], body), [400, 'JSON_BOM']],
    ['a deep nest', `${'['.repeat(1000)}${']'.repeat(1000)}`, [400, 'JSON_DEPTH']],
    ['a prototype', `{"__proto__":{"x":1},${body.slice(1)}`, [400, 'VALIDATION_FAILED']],
    ['a list', '[]', [400, 'VALIDATION_FAILED']],
    ['null', 'null', [400, 'VALIDATION_FAILED']],
  ])('refuses %s', async (_, sent, expected) => {
    expect(refusalOf(await api.send({ method: 'POST', url, bytes: sent }))).toEqual(expected);
  });

  it('refuses other media types and bodies over 8 MiB', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const headers = { 'content-type': type };
      const answer = await api.send({ method: 'POST', url, bytes: 'a=b', headers });
      expect(refusalOf(answer)).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    }
    const huge = await api.send({ method: 'POST', url, bytes: ' '.repeat(8 * 1024 * 1024 + 1) });
    expect(refusalOf(huge)).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('answers in one shape, with the id of the request', async () => {
    const headers = { 'x-request-id': 'my-request-1' };
    const answer = await api.send({ url: '/api/v1/nothing/here', headers });
    expect(answer).toMatchObject({
      status: 404,
      headers: { 'x-request-id': 'my-request-1', 'cache-control': 'no-store' },
      body: {
        statusCode: 404,
        code: 'NOT_FOUND',
        errors: [],
        requestId: 'my-request-1',
        timestamp: '2026-06-16T08:00:00.000Z',
      },
    });
    const harmful = await api.send({ url, headers: { 'x-request-id': 'a b<script>' } });
    expect(harmful.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(['/%zz', '/api/v1/passports/%ff', '/log/tile/%', '/ipfs/%c0%af'])(
    'refuses the malformed path %s',
    async (path) => {
      const answer = await api.send({ url: path });
      expect([answer.status, answer.status === 400]).toEqual([400, true]);
    },
  );

  it('sends the headers that protect a reader', async () => {
    expect((await api.send({ url: '/health' })).headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'content-security-policy': expect.stringContaining("default-src 'self'") as unknown,
    });
  });

  describe('never answers 500', () => {
    const seed = 20_261_120;
    const runs = { numRuns: 150, seed, endOnFailure: true };
    const text = () => fc.string({ unit: 'binary', maxLength: 30 });
    const json = () => fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
    /** Almost right bodies find more than random ones. */
    const almost = fc
      .record({
        passport: fc.constantFrom(code, 'DP-MED-2601-PF-CN-000001-0A', 'x'),
        key: fc.oneof(fc.constant(undefined), text()),
        event: fc.record({
          kind: fc.constantFrom(
            'passport.noted',
            'passport.amended',
            'passport.corrected',
            'passport.located',
          ),
          data: fc.oneof(
            json(),
            fc.record({ severity: fc.constant('info'), text: text() }),
            fc.record({ place: text(), latitude: fc.double(), longitude: fc.double() }),
            fc.record({
              changes: fc.array(
                fc.record({ field: fc.constant('name'), from: json(), to: text() }),
              ),
            }),
            fc.record({
              corrects: fc.record({
                stream: fc.constant('a'.repeat(64)),
                position: fc.double(),
                leaf: fc.constant('b'.repeat(64)),
              }),
              reason: text(),
              data: fc.dictionary(text(), json()),
            }),
          ),
          occurredAt: fc.oneof(fc.constant(undefined), fc.date().map(String), text()),
          access: fc.oneof(fc.constant(undefined), json()),
          expectedPosition: fc.oneof(fc.constant(undefined), fc.double(), fc.maxSafeInteger()),
        }),
      })
      .map((item) => JSON.stringify({ items: [item] }));

    const check = async (request: Parameters<TestApi['send']>[0]) => {
      const answer = await api.send(request);
      expect(answer.status, answer.raw.toString()).toBeLessThan(500);
      if (answer.status >= 400) {
        expect(answer.body).toMatchObject({
          statusCode: answer.status,
          requestId: expect.any(String) as unknown,
        });
      }
    };

    it('to garbage bodies', async () => {
      const garbage = fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        json().map((value) => JSON.stringify(value)),
      );
      const paths = fc.constantFrom(
        url,
        `${url}/${code}/events`,
        '/api/v1/batches/events',
        '/api/v1/batches/passports',
      );
      await fc.assert(
        fc.asyncProperty(paths, garbage, (path, sent) =>
          check({ method: 'POST', url: path, bytes: sent }),
        ),
        runs,
      );
    });

    it('to almost right events', async () => {
      await fc.assert(
        fc.asyncProperty(almost, (sent) =>
          check({
            method: 'POST',
            url: '/api/v1/batches/events',
            bytes: sent.replaceAll('"undefined"', 'null'),
          }),
        ),
        runs,
      );
    });

    it('to garbage in paths and queries', async () => {
      const part = text().map(encodeURIComponent);
      const paths = fc.oneof(
        part.map((id) => `${url}/${id}`),
        part.map((id) => `${url}/${id}/events`),
        part.map((id) => `${url}/${id}/evidence`),
        part.map((id) => `/ipfs/${id}`),
        part.map((id) => `/health/${id}`),
        part.map((rest) => `/log/tile/${rest}`),
        part.map((rest) => `/log/tile/entries/${rest}`),
        fc
          .tuple(fc.constantFrom('limit', 'cursor', 'status', 'company', 'serialNumber'), part)
          .map(([name, value]) => `${url}?${name}=${value}`),
        fc.tuple(part, part).map(([name, value]) => `${url}?${name}=${value}`),
      );
      await fc.assert(
        fc.asyncProperty(paths, (path) => check({ url: path })),
        runs,
      );
    });

    it('to garbage in headers', async () => {
      const value = fc
        .string({ maxLength: 300 })
        .map((line) => line.replace(/[^\t -~]/g, '').trim());
      const names = fc.constantFrom(
        'idempotency-key',
        'authorization',
        'x-request-id',
        'content-type',
        'accept',
      );
      await fc.assert(
        fc.asyncProperty(names, value, (name, sent) =>
          check({ method: 'POST', url, bytes: body, headers: { [name]: sent } }),
        ),
        runs,
      );
    });
  });
});
