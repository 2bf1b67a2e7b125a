import { appendEvent, getPassport, offerTransfer, replacePart } from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPassport, note, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type Answer, type Send, type TestApi } from '../../testing/test-api.ts';

type Member = Awaited<ReturnType<TestApi['as']>>;
type Place = { code: string; id: string; part: string; transfer: string };
/** Well-formed, and nobody's. */
const NOWHERE: Place = {
  code: 'DP-XYZ-2601-PF-CN-000001-5E',
  id: '01a1fae7-c434-74b2-9188-682d9d615930',
  part: 'DP-XYZ-2601-PF-CN-000001-5E',
  transfer: '01a1fae7-c434-74b2-9188-682d9d615930',
};

/** Whatever a company tries on another's device is answered as if the device did not exist. */
describe('another company’s device', () => {
  let api: TestApi;
  let owner: Member;
  let intruder: Member;
  let theirs: Place;
  let own: string;
  beforeAll(async () => {
    api = await startTestApi();
    owner = await api.as('ADMIN', { organization: 'new', code: 'OWN' });
    intruder = await api.as('ADMIN', { organization: 'new', code: 'INT' });
    await api.as('ADMIN', { organization: 'new', code: 'BUY' });
    const { client } = owner;
    const { code, id } = await createPassport(owner, '1', { company: 'OWN' });
    const { code: part } = await createPassport(owner, '2', { company: 'OWN' });
    const path = { id: code };
    await got(replacePart({ client, path, body: { part: 'gearbox', installed: part } }));
    await got(appendEvent({ client, path, body: note('inside') }));
    const offer = await got(offerTransfer({ client, path, body: { to: 'BUY' } }));
    theirs = { code, id, part, transfer: offer.id };
    ({ code: own } = await createPassport(intruder, '3', { company: 'INT' }));
  });
  afterAll(() => api.close());

  const WRITES: [name: string, (place: Place) => Send][] = [
    ['events by code', ({ code }) => post(`passports/${code}/events`, note('x'))],
    ['events by UUID', ({ id }) => post(`passports/${id}/events`, note('x'))],
    ['PATCH of the plate', ({ code }) => patch(code, { model: 'X9' })],
    ['PATCH of the status', ({ id }) => patch(id, { status: 'PROCURED' })],
    ['parts', ({ code }) => post(`passports/${code}/parts`, { part: 'x' })],
    ['a part put in', ({ part }) => post(`passports/${own}/parts`, { part: 'x', installed: part })],
    [
      'a part taken out',
      ({ part }) => post(`passports/${own}/parts`, { part: 'x', removed: part }),
    ],
    ['an offer', ({ code }) => post(`passports/${code}/transfers`, { to: 'INT' })],
    ['accepting', ({ transfer }) => post(`transfers/${transfer}/accept`)],
    ['refusing', ({ transfer }) => post(`transfers/${transfer}/refuse`)],
    ['withdrawing', ({ transfer }) => post(`transfers/${transfer}/withdraw`)],
    [
      'an erasure',
      ({ code }) => ({
        method: 'DELETE',
        url: `/api/v1/passports/${code}/events/3/payload`,
        body: { reason: 'x' },
      }),
    ],
    ['the tree of components', ({ id }) => ({ url: `/api/v1/passports/${id}/components` })],
  ];

  function post(url: string, body?: unknown): Send {
    return { method: 'POST', url: `/api/v1/${url}`, body };
  }
  function patch(ref: string, body: unknown): Send {
    return { method: 'PATCH', url: `/api/v1/passports/${ref}`, body };
  }
  const told = (answer: Answer) => {
    const body = Object.entries(z.record(z.string(), z.unknown()).parse(answer.body));
    return Object.fromEntries(body.filter(([name]) => name !== 'requestId'));
  };
  const positions = () =>
    Promise.all(
      [theirs.code, theirs.part, own].map(
        async (code) =>
          (await got(getPassport({ client: api.client, path: { id: code } }))).position,
      ),
    );

  it.each(WRITES)('%s', async (_, request) => {
    const before = await positions();
    const answer = await intruder.send(request(theirs));
    expect(refusalOf(answer)[0]).toBe(404);
    expect(told(answer)).toEqual(told(await intruder.send(request(NOWHERE))));
    expect(await positions()).toEqual(before);
  });

  it('events in a batch, beside one’s own', async () => {
    const [before] = await positions();
    const items = [theirs.code, own, NOWHERE.code].map((passport) => ({
      passport,
      event: note('x'),
    }));
    const answer = await intruder.send(post('batches/events', { items }));
    const unknown = { outcome: 'refused', error: { code: 'PASSPORT_UNKNOWN' } };
    expect(answer.body).toMatchObject({ data: { items: [unknown, { outcome: 'done' }, unknown] } });
    expect((await positions())[0]).toBe(before);
  });

  it.each(['', '/events', '/events/3'])('is read as by anybody: GET %s', async (path) => {
    const url = `/api/v1/passports/${theirs.code}${path}`;
    const signedIn = await intruder.send({ url });
    expect(signedIn.body).toEqual((await api.send({ url, key: false })).body);
    expect(signedIn.status).toBe(200);
    if (path !== '') expect(signedIn.body).not.toEqual((await owner.send({ url })).body);
  });

  it('stands in no list of ours', async () => {
    const lists = ['/api/v1/passports', '/api/v1/transfers'];
    for (const url of lists) {
      expect((await intruder.send({ url })).raw.toString()).not.toContain(theirs.code);
      expect((await owner.send({ url })).raw.toString()).toContain(theirs.code);
    }
  });
});
