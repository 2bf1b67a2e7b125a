import {
  acceptTransfer,
  getPassport,
  listEvents,
  offerTransfer,
  withdrawTransfer,
} from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPassport, dataOf, refusalOf } from '../../testing/bodies.ts';
import { answered, got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

type Member = Awaited<ReturnType<TestApi['as']>>;
type Exchange = { removed?: string; installed?: string; [more: string]: unknown };
const receipts = z.object({ data: z.array(z.object({ code: z.string(), position: z.int() })) });

describe('components', () => {
  let api: TestApi;
  let owner: Member;
  let other: Member;
  let serial = 0;
  beforeAll(async () => {
    api = await startTestApi();
    owner = await api.as('ADMIN', { organization: 'new', code: 'OWN' });
    other = await api.as('ADMIN', { organization: 'new', code: 'OTH' });
  });
  afterAll(() => api.close());

  const device = async (who = owner, company = 'OWN') =>
    (await createPassport(who, `C-${(serial += 1)}`, { company })).code;
  const replace = (code: string, exchange: Exchange, who = owner, headers = {}) =>
    who.send({
      method: 'POST',
      url: `/api/v1/passports/${code}/parts`,
      body: { part: 'gearbox', ...exchange },
      headers,
    });
  const done = async (code: string, exchange: Exchange) =>
    receipts.parse((await replace(code, exchange)).body).data;
  const tree = async (code: string, query = '', who = owner) =>
    dataOf(await who.send({ url: `/api/v1/passports/${code}/components${query}` }));
  const shape = async (code: string, query = '') =>
    z
      .array(z.object({ parent: z.string(), code: z.string(), depth: z.int() }))
      .parse((await tree(code, query))['components'])
      .map((node) => [node.depth, node.parent, node.code]);
  const last = async (code: string) => {
    const { data } = await answered(
      listEvents({ client: api.client, path: { id: code }, query: { limit: 100 } }),
    );
    return data.at(-1);
  };
  const length = async (code: string) =>
    (await got(getPassport({ client: api.client, path: { id: code } }))).position;

  it('writes one event into every history a replacement concerns', async () => {
    const [press, old, spare] = [await device(), await device(), await device()];
    expect(await done(press, { installed: old })).toEqual([
      expect.objectContaining({ code: press, position: 2 }),
      expect.objectContaining({ code: old, position: 2 }),
    ]);
    const written = await done(press, {
      removed: old,
      installed: spare,
      work: 'changed over',
      reason: 'worn out',
      occurredAt: '2026-06-01T10:00:00Z',
    });
    expect(written.map(({ code }) => code)).toEqual([press, old, spare]);
    const data = {
      part: 'gearbox',
      parent: press,
      removed: old,
      installed: spare,
      work: 'changed over',
      reason: 'worn out',
    };
    for (const code of [press, old, spare]) {
      expect(await last(code)).toMatchObject({
        kind: 'passport.part_replaced',
        payload: { data, occurredAt: '2026-06-01T10:00:00.000Z' },
      });
    }
    expect(await tree(press)).toEqual({
      code: press,
      complete: true,
      components: [
        expect.objectContaining({
          parent: press,
          part: 'gearbox',
          since: '2026-06-01T10:00:00.000Z',
          depth: 1,
          code: spare,
          status: 'CREATED',
        }),
      ],
    });
  });

  it('takes parts without passports as before, and by the events route alone', async () => {
    const press = await device();
    expect(await done(press, { reason: 'leak' })).toHaveLength(1);
    expect(await last(press)).toMatchObject({
      payload: { data: { part: 'gearbox', reason: 'leak' } },
    });
    const event = (data: object) => ({
      method: 'POST' as const,
      url: `/api/v1/passports/${press}/events`,
      body: { kind: 'passport.part_replaced', data },
    });
    expect(await owner.send(event({ part: 'seal' }))).toMatchObject({ status: 201 });
    for (const more of [{ parent: press }, { installed: press }, { removed: press }]) {
      expect(refusalOf(await owner.send(event({ part: 'seal', ...more })))[0]).toBe(400);
    }
  });

  it('shows a tree, each part followed by what is in it, down to a depth', async () => {
    const [line, press, gearbox, wheel, motor] = [
      await device(),
      await device(),
      await device(),
      await device(),
      await device(),
    ];
    await done(line, { part: 'a', installed: press });
    await done(line, { part: 'b', installed: motor });
    await done(press, { installed: gearbox });
    await done(gearbox, { installed: wheel });
    expect(await shape(line)).toEqual([
      [1, line, press],
      [2, press, gearbox],
      [3, gearbox, wheel],
      [1, line, motor],
    ]);
    expect(await shape(line, '?depth=1')).toEqual([
      [1, line, press],
      [1, line, motor],
    ]);
    expect(await tree(line, '?depth=2')).toMatchObject({ complete: false });
    expect(await tree(line, '?depth=3')).toMatchObject({ complete: true });
    expect(
      refusalOf(await owner.send({ url: `/api/v1/passports/${line}/components?depth=11` })),
    ).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('refuses what cannot be, and writes none of it', async () => {
    const [line, press, gearbox] = [await device(), await device(), await device()];
    const foreign = await device(other, 'OTH');
    await done(line, { installed: press });
    await done(press, { installed: gearbox });
    const before = await Promise.all([line, press, gearbox, foreign].map(length));
    const refusals: [string, Exchange, [number, string]][] = [
      [gearbox, { installed: line }, [409, 'COMPONENT_CYCLE']],
      [press, { installed: press }, [409, 'COMPONENT_CYCLE']],
      [line, { installed: gearbox }, [409, 'COMPONENT_INSTALLED']],
      [line, { removed: press, installed: press }, [409, 'COMPONENT_INSTALLED']],
      [line, { removed: gearbox }, [409, 'COMPONENT_UNKNOWN']],
      [line, { removed: line }, [409, 'COMPONENT_UNKNOWN']],
      // The first half could be done, the second cannot.
      [line, { removed: press, installed: gearbox }, [409, 'COMPONENT_INSTALLED']],
      [line, { removed: press, installed: foreign }, [404, 'PASSPORT_UNKNOWN']],
      [line, { removed: foreign }, [404, 'PASSPORT_UNKNOWN']],
      [foreign, { installed: press }, [404, 'PASSPORT_UNKNOWN']],
      [line, { installed: 'nonsense' }, [400, 'CODE_SYNTAX']],
      [line, { part: '' }, [400, 'VALIDATION_FAILED']],
      [line, { occurredAt: '2027-01-01T00:00:00Z' }, [400, 'OCCURRED_IN_FUTURE']],
    ];
    for (const [code, exchange, refusal] of refusals) {
      expect(refusalOf(await replace(code, exchange))).toEqual(refusal);
    }
    expect(await shape(line)).toEqual([
      [1, line, press],
      [2, press, gearbox],
    ]);
    expect(await Promise.all([line, press, gearbox, foreign].map(length))).toEqual(before);
    const elsewhere = await other.send({ url: `/api/v1/passports/${line}/components` });
    expect(refusalOf(elsewhere)).toEqual([404, 'PASSPORT_UNKNOWN']);
  });

  it('keeps cycles out, however many install at once', async () => {
    const ring: string[] = [];
    for (let at = 0; at < 6; at += 1) ring.push(await device());
    const next = (at: number) => ring[(at + 1) % ring.length] ?? '';
    const answers = await Promise.all(
      ring.map((code, at) => replace(code, { installed: next(at) })),
    );
    const refusals = answers.filter(({ status }) => status !== 201).map(refusalOf);
    expect(refusals).toEqual([[409, 'COMPONENT_CYCLE']]);
  });

  it('lets one of many get a part', async () => {
    const part = await device();
    const takers = [await device(), await device(), await device(), await device()];
    const answers = await Promise.all(takers.map((code) => replace(code, { installed: part })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await length(part)).toBe(2);
  });

  it('answers a repeated request from its first answer', async () => {
    const [press, gearbox] = [await device(), await device()];
    const headers = { 'idempotency-key': `install-${gearbox}` };
    const first = await replace(press, { installed: gearbox }, owner, headers);
    expect((await replace(press, { installed: gearbox }, owner, headers)).body).toEqual(first.body);
    expect(await length(press)).toBe(2);
  });

  it('is recorded by those who record, and read by members', async () => {
    const press = await device();
    const organization = { id: owner.organizationId };
    const viewer = await api.as('BUYER_VIEWER', { organization });
    const engineer = await api.as('ENGINEER', { organization });
    expect(refusalOf(await replace(press, {}, viewer))).toEqual([403, 'NOT_PERMITTED']);
    expect(await replace(press, {}, engineer)).toMatchObject({ status: 201 });
    expect(await tree(press, '', viewer)).toMatchObject({ complete: true });
    const anonymous = await api.send({ url: `/api/v1/passports/${press}/components`, key: false });
    expect(refusalOf(anonymous)).toEqual([401, 'SIGN_IN_REQUIRED']);
  });

  describe('and transfers', () => {
    const offer = (code: string) =>
      offerTransfer({ client: owner.client, path: { id: code }, body: { to: 'OTH' } });
    const accept = (id: string) => acceptTransfer({ client: other.client, path: { id } });

    it('move a device with every part in it, each history saying so', async () => {
      const [press, gearbox, wheel, loose] = [
        await device(),
        await device(),
        await device(),
        await device(),
      ];
      const { id: pending } = await got(offer(wheel));
      await done(press, { installed: gearbox });
      await done(gearbox, { installed: wheel });
      await done(press, { part: 'lid', installed: loose });
      await done(press, { part: 'lid', removed: loose });
      await got(accept((await got(offer(press))).id));
      for (const code of [press, gearbox, wheel]) {
        expect(await last(code)).toMatchObject({ kind: 'passport.transferred' });
      }
      expect(await last(loose)).toMatchObject({ kind: 'passport.part_replaced' });
      const { components } = await tree(press, '', other);
      expect(components).toMatchObject([{ code: gearbox }, { code: wheel }]);
      expect(await replace(gearbox, { removed: wheel }, other)).toMatchObject({ status: 201 });
      expect(await refused(accept(pending))).toEqual([409, 'TRANSFER_CLOSED']);
      expect(refusalOf(await replace(press, {}))).toEqual([404, 'PASSPORT_UNKNOWN']);
    });

    it('leave a part where it is: it goes with its device or is removed first', async () => {
      const [press, gearbox] = [await device(), await device()];
      const { id: early } = await got(offer(gearbox));
      await done(press, { installed: gearbox });
      expect(await refused(accept(early))).toEqual([409, 'COMPONENT_INSTALLED']);
      await got(withdrawTransfer({ client: owner.client, path: { id: early } }));
      expect(await refused(offer(gearbox))).toEqual([409, 'COMPONENT_INSTALLED']);
    });
  });
});
