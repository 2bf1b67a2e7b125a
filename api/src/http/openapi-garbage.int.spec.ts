import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newPassportBody } from '../testing/bodies.ts';
import { arbitraryOf, type Schema } from '../testing/arbitrary-of-schema.ts';
import { readOperations, type Operation } from '../testing/operations.ts';
import { createLogKeeper, testTrust } from '../testing/seal-log.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

/** Whoever asks what, in whatever shape: an answer of our own, never a fault of ours. */
const { operations, schemas } = await readOperations();
const SEED = 20_261_121;
const RUNS = 25;

describe(`every operation of the OpenAPI document (seed ${SEED})`, () => {
  let api: TestApi;
  let known: string[];
  beforeAll(async () => {
    api = await startTestApi({ trust: await testTrust() });
    const made = await api.send({
      method: 'POST',
      url: '/api/v1/passports',
      body: newPassportBody('1'),
    });
    const { data } = z
      .object({ data: z.object({ code: z.string(), id: z.string() }) })
      .parse(made.body);
    const keeper = await createLogKeeper(api.test, api.content);
    await keeper.seal();
    await keeper.anchor();
    await keeper.close();
    known = [
      data.code,
      data.id,
      'DP-MED-2601-PF-CN-000001-0A',
      '00000000-0000-4000-8000-000000000000',
    ];
  });
  afterAll(() => api.close());

  it('is found', () => {
    expect(operations.length).toBeGreaterThan(15);
  });

  it.each(operations.filter(({ bodies }) => bodies.some(([type]) => type === 'application/json')))(
    '$method $path does not find its own example malformed',
    async (route) => {
      const [, { example } = {}] = route.bodies[0] ?? [];
      const url = urlOf(
        route,
        route.parameters.map(({ name, schema }) =>
          name === 'position' ? 1 : known[schema.format === 'uuid' ? 1 : 0],
        ),
      );
      const { body } = await api.send({ method: route.method, url, body: example });
      expect(body).not.toMatchObject({ code: 'VALIDATION_FAILED' });
    },
  );

  it.each(operations)('$method $path answers garbage below 500', async (route) => {
    const part = (schema: Schema) => arbitraryOf(schema, schemas, known);
    const parameters = fc.tuple(...route.parameters.map(({ schema }) => part(schema)));
    const bodies = route.bodies.length === 0 ? fc.constant(undefined) : bodyOf(route.bodies, part);
    await fc.assert(
      fc.asyncProperty(parameters, bodies, fc.boolean(), async (values, sent, signedIn) => {
        const answer = await api.send({
          method: route.method,
          url: urlOf(route, values),
          key: signedIn,
          ...sent,
        });
        expect(answer.status, answer.raw.toString().slice(0, 300)).toBeLessThan(500);
        if (answer.status < 400 || !route.path.startsWith('/api/v1/')) return;
        expect(answer.body).toMatchObject({
          statusCode: answer.status,
          code: expect.stringMatching(/^[A-Z_0-9]+$/) as unknown,
        });
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('logged nothing as a fault of ours', () => {
    expect(api.errors).toEqual([]);
  });
});

type Sent = { bytes: string | Uint8Array; headers: Record<string, string> };

function bodyOf(
  types: Operation['bodies'],
  part: (schema: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<Sent> {
  return fc.oneof(
    ...types.map(([type, { schema }]) =>
      type === 'multipart/form-data'
        ? fc.uint8Array({ maxLength: 300 }).map(multipart)
        : fc
            .oneof(
              { weight: 10, arbitrary: part(schema).map((value) => JSON.stringify(value ?? null)) },
              fc.uint8Array({ maxLength: 100 }),
            )
            .map((bytes): Sent => ({ bytes, headers: { 'content-type': type } })),
    ),
  );
}

/** A form whose file claims to be a picture. */
function multipart(bytes: Uint8Array): Sent {
  const line = (text: string) => Buffer.from(`${text}\r\n`);
  const body = Buffer.concat([
    line('--luna'),
    line('content-disposition: form-data; name="file"; filename="a.png"'),
    line('content-type: image/png'),
    line(''),
    bytes,
    line(''),
    line('--luna--'),
  ]);
  return { bytes: body, headers: { 'content-type': 'multipart/form-data; boundary=luna' } };
}

function urlOf({ path, parameters }: Operation, values: readonly unknown[]): string {
  const query = new URLSearchParams();
  let filled = path;
  for (const [index, { name, in: place }] of parameters.entries()) {
    const value = values[index];
    const text = (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 400);
    if (place === 'path')
      filled = filled.replace(`{${name}}`, encodeURIComponent(text.toWellFormed()) || 'x');
    if (place === 'query') query.append(name, text.toWellFormed());
  }
  return query.size === 0 ? filled : `${filled}?${query.toString()}`;
}
