import { getPassport, listEvents } from '@luna/api-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPassport, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('PATCH /api/v1/passports/:id', () => {
  let api: TestApi;
  let code: string;
  let serial = 0;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    serial += 1;
    ({ code } = await createPassport(api, `P-${serial}`, { manufacturedAt: '2026-01' }));
  });

  const patch = (body: unknown) =>
    api.send({ method: 'PATCH', url: `/api/v1/passports/${code}`, body });
  const passport = () => got(getPassport({ client: api.client, path: { id: code } }));
  const kinds = async () =>
    (await got(listEvents({ client: api.client, path: { id: code } }))).map(({ kind }) => kind);

  it('takes a status edge', async () => {
    expect(await patch({ status: 'PROCURED' })).toMatchObject({
      status: 200,
      body: { data: [{ kind: 'passport.status_changed', position: 2 }] },
    });
    expect(await passport()).toMatchObject({ status: 'PROCURED' });
  });

  it('amends what differs, and takes the edge in the same transaction', async () => {
    const body = { model: 'Filler 3', name: 'Line 4', status: 'RETIRED', reason: 'made in error' };
    expect(await patch(body)).toMatchObject({ status: 200 });
    expect(await kinds()).toEqual([
      'passport.created',
      'passport.amended',
      'passport.status_changed',
    ]);
    expect(await passport()).toMatchObject({ name: 'Line 4', status: 'RETIRED', position: 3 });
  });

  it('writes nothing at all when the edge is illegal', async () => {
    expect(refusalOf(await patch({ name: 'Line 4', status: 'DELIVERED' }))).toEqual([
      409,
      'ILLEGAL_STATUS_EDGE',
    ]);
    expect(await kinds()).toEqual(['passport.created']);
    expect(await passport()).toMatchObject({ name: null, status: 'CREATED' });
  });

  it('takes an optional field away', async () => {
    expect(await patch({ manufacturedAt: null })).toMatchObject({ status: 200 });
    expect(await passport()).toMatchObject({ manufacturedAt: null });
  });

  it('refuses to make it another device that has a passport', async () => {
    const other = await createPassport(api, `P-other-${serial}`);
    expect(refusalOf(await patch({ serialNumber: `P-other-${serial}` }))).toEqual([
      409,
      'DEVICE_EXISTS',
    ]);
    expect(await kinds()).toEqual(['passport.created']);
    expect(other.code).not.toBe(code);
  });

  it.each([
    ['nothing', {}, [400, 'NOTHING_TO_CHANGE']],
    ['what it already says', { model: 'Filler 3' }, [400, 'NOTHING_TO_CHANGE']],
    ['its code', { code: 'DP-MED-2601-PF-CN-000001-0A' }, [400, 'VALIDATION_FAILED']],
    ['a manufacturer taken away', { manufacturer: null }, [400, 'VALIDATION_FAILED']],
    ['an edge without its reason', { status: 'RETIRED' }, [422, 'REASON_REQUIRED']],
    ['a position that is not next', { name: 'x', expectedPosition: 3 }, [409, 'POSITION_CONFLICT']],
  ])('refuses %s', async (_, body, expected) => {
    expect(refusalOf(await patch(body))).toEqual(expected);
  });
});
