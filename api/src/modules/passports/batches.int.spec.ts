import { listEvents } from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPassport, listOf, newPassportBody, note, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type Answer, type TestApi } from '../../testing/test-api.ts';

const result = z.object({
  data: z.object({
    committed: z.boolean(),
    counts: z.object({ done: z.int(), replayed: z.int(), refused: z.int() }),
    items: z.array(
      z.object({
        outcome: z.string(),
        receipt: z.object({ code: z.string(), position: z.int() }).nullable(),
        error: z
          .object({ code: z.string(), errors: z.array(z.object({ field: z.string() })) })
          .nullable(),
      }),
    ),
  }),
});

describe('POST /api/v1/batches', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const send = async (what: 'passports' | 'events', body: unknown) =>
    resultOf(await api.send({ method: 'POST', url: `/api/v1/batches/${what}`, body }));
  const length = async (code: string) =>
    (await got(listEvents({ client: api.client, path: { id: code } }))).length;

  it('creates what it can and says of the rest why not, item by item', async () => {
    await createPassport(api, 'G-0');
    const { committed, counts, items } = await send('passports', {
      items: [
        newPassportBody('G-1'),
        newPassportBody('G-0'),
        newPassportBody('G-2', { origin: 'QQ' }),
        newPassportBody('G-1'),
        { nothing: 'like it' },
        newPassportBody('G-3'),
      ],
    });
    expect({ committed, counts }).toEqual({
      committed: true,
      counts: { done: 2, replayed: 0, refused: 4 },
    });
    expect(items.map(({ error }) => error?.code ?? 'none')).toEqual([
      'none',
      'DEVICE_EXISTS',
      'VALIDATION_FAILED',
      'DEVICE_EXISTS',
      'VALIDATION_FAILED',
      'none',
    ]);
    expect(items[2]?.error?.errors).toEqual([{ field: 'origin' }]);
    // Dense: the refused ones took no number.
    expect(items.flatMap(({ receipt }) => receipt?.code.slice(18, 24) ?? [])).toEqual([
      '000002',
      '000003',
    ]);
  });

  it('appends to many passports in the order given', async () => {
    const one = await createPassport(api, 'H-1');
    const two = await createPassport(api, 'H-2');
    const { counts, items } = await send('events', {
      items: [
        { passport: one.code, event: note('first') },
        { passport: two.id, event: note('first') },
        { passport: one.id, event: note('second') },
        { passport: 'DP-XYZ-2601-PF-CN-000001-5E', event: note('nowhere') },
        {
          passport: one.code,
          event: { kind: 'passport.status_changed', data: { from: 'CREATED', to: 'PROCURED' } },
        },
        {
          passport: one.code,
          event: { kind: 'passport.status_changed', data: { from: 'PROCURED', to: 'IN_QC' } },
        },
        {
          passport: one.code,
          event: { kind: 'passport.status_changed', data: { from: 'CREATED', to: 'PROCURED' } },
        },
      ],
    });
    expect(counts).toEqual({ done: 5, replayed: 0, refused: 2 });
    expect(items.map(({ receipt, error }) => receipt?.position ?? error?.code)).toEqual([
      2,
      2,
      3,
      'PASSPORT_UNKNOWN',
      4,
      5,
      'STATUS_MISMATCH',
    ]);
  });

  it('refuses one payload of over 64 KiB and takes the others', async () => {
    const { code } = await createPassport(api, 'H-3');
    const { stream, leaf } = await creationOf(code);
    const large = {
      kind: 'passport.corrected',
      data: {
        corrects: { stream, position: 1, leaf },
        reason: 'x',
        data: { x: 'x'.repeat(65_500) },
      },
    };
    const { items } = await send('events', {
      items: [
        { passport: code, event: large },
        { passport: code, event: note('small') },
        { passport: code, event: large, key: 'large' },
      ],
    });
    expect(items.map(({ receipt, error }) => receipt?.position ?? error?.code)).toEqual([
      'PAYLOAD_TOO_LARGE',
      2,
      'PAYLOAD_TOO_LARGE',
    ]);
  });

  it('writes nothing in a dry run, but judges everything', async () => {
    const { code } = await createPassport(api, 'I-1');
    const body = { items: [{ passport: code, event: note('x'), key: 'dry' }, {}], dryRun: true };
    const dry = await send('events', body);
    expect(dry).toMatchObject({ committed: false, counts: { done: 1, refused: 1 } });
    expect(await length(code)).toBe(1);
    expect(await send('events', { ...body, dryRun: false })).toMatchObject({
      committed: true,
      counts: { done: 1, replayed: 0 },
    });
    const passports = await send('passports', { items: [newPassportBody('I-2')], dryRun: true });
    const real = await send('passports', { items: [newPassportBody('I-2')] });
    expect(real.items[0]?.receipt?.code).toBe(passports.items[0]?.receipt?.code);
  });

  it('writes nothing when all or nothing is asked for and one is refused', async () => {
    const { code } = await createPassport(api, 'J-1');
    const items = [{ passport: code, event: note('x'), key: 'all' }, {}];
    expect(await send('events', { items, allOrNothing: true })).toMatchObject({
      committed: false,
      counts: { done: 1, refused: 1 },
    });
    expect(await length(code)).toBe(1);
    const good = { items: items.slice(0, 1), allOrNothing: true };
    expect(await send('events', good)).toMatchObject({ committed: true, counts: { done: 1 } });
  });

  it('does each keyed item once, whatever batch it comes in', async () => {
    const { code } = await createPassport(api, 'K-1');
    const item = (name: string) => ({ passport: code, event: note(name), key: `key-${name}` });
    const first = await send('events', { items: [item('a'), item('b')] });
    const second = await send('events', {
      items: [item('b'), item('c'), { ...item('a'), event: note('other') }, item('c')],
    });
    expect(second.items.map(({ outcome, error }) => error?.code ?? outcome)).toEqual([
      'replayed',
      'done',
      'IDEMPOTENCY_KEY_REUSED',
      'IDEMPOTENCY_KEY_REPEATED',
    ]);
    expect(second.items[0]?.receipt).toEqual(first.items[1]?.receipt);
    // The single route knows the same keys.
    const single = await api.send({
      method: 'POST',
      url: `/api/v1/passports/${code}/events`,
      body: note('a'),
      headers: { 'idempotency-key': 'key-a' },
    });
    expect(single).toMatchObject({ body: { data: first.items[0]?.receipt } });
    expect(await length(code)).toBe(4);
  });

  it('leaves the key of a refused item free', async () => {
    const { code } = await createPassport(api, 'L-1');
    const edge = (from: string, to: string) => ({
      kind: 'passport.status_changed',
      data: { from, to },
    });
    const item = { passport: code, key: 'edge', event: edge('PROCURED', 'IN_QC') };
    expect((await send('events', { items: [item] })).items[0]?.error?.code).toBe('STATUS_MISMATCH');
    await send('events', { items: [{ passport: code, event: edge('CREATED', 'PROCURED') }] });
    expect((await send('events', { items: [item] })).items[0]?.outcome).toBe('done');
  });

  it.each([
    ['no items', { items: [] }],
    ['1,001 items', { items: Array.from({ length: 1001 }, () => ({})) }],
    ['something else', []],
    ['an option nobody knows', { items: [{}], quickly: true }],
  ])('refuses a batch of %s', async (_, body) => {
    const answer = await api.send({ method: 'POST', url: '/api/v1/batches/events', body });
    expect(refusalOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
  });

  async function creationOf(code: string) {
    const answer = await api.send({ url: `/api/v1/passports/${code}/events` });
    const passport = await api.send({ url: `/api/v1/passports/${code}` });
    const { stream } = z
      .object({ data: z.object({ stream: z.string() }) })
      .parse(passport.body).data;
    return { stream, leaf: String(listOf(answer).data[0]?.['leafHash']) };
  }
});

function resultOf(answer: Answer) {
  expect(answer).toMatchObject({ status: 200 });
  return result.parse(answer.body).data;
}
