import { getPassport, listEvents } from '@luna/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, dataOf, listOf, note, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('POST /api/v1/passports/:id/events', () => {
  let api: TestApi;
  let code: string;
  let id: string;
  let serial = 0;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const fresh = async (more = {}) => {
    serial += 1;
    ({ code, id } = await createPassport(api, `E-${serial}`, more));
  };
  const append = (body: unknown, ref = code) =>
    api.send({ method: 'POST', url: `/api/v1/passports/${ref}/events`, body });
  const history = () => got(listEvents({ client: api.client, path: { id: code } }));
  const passport = () => got(getPassport({ client: api.client, path: { id: code } }));

  it('appends by code and by UUID, and tells where the event landed', async () => {
    await fresh();
    const first = await append(note('one', { occurredAt: '2026-06-15T12:00:00+02:00' }));
    expect(first).toMatchObject({ status: 201, body: { data: { code, position: 2 } } });
    expect(await append(note('two'), id)).toMatchObject({ body: { data: { position: 3 } } });
    expect(await append(note('three'), id.toUpperCase())).toMatchObject({ status: 201 });
    const events = await history();
    expect(events.map(({ position, kind }) => [position, kind])).toEqual([
      [1, 'passport.created'],
      [2, 'passport.noted'],
      [3, 'passport.noted'],
      [4, 'passport.noted'],
    ]);
    expect(events[1]).toMatchObject({
      leafIndex: null,
      access: ['authority', 'interest', 'owner'],
      payload: { occurredAt: '2026-06-15T10:00:00.000Z', data: { text: 'one' } },
    });
    expect(await passport()).toMatchObject({ position: 4 });
  });

  it('hides what is not public from whoever does not say who they are', async () => {
    await fresh();
    await append(note('for the owner'));
    await append(note('for all', { access: ['public'] }));
    const answer = await api.send({ url: `/api/v1/passports/${code}/events`, key: false });
    expect(listOf(answer).data).toMatchObject([
      { position: 1, payload: { data: { code } } },
      { position: 2, payload: null },
      { position: 3, payload: { data: { text: 'for all' } } },
    ]);
  });

  it('moves the row on with status, flags and plate', async () => {
    await fresh();
    await append({ kind: 'passport.status_changed', data: { from: 'CREATED', to: 'PROCURED' } });
    await append({
      kind: 'passport.flagged',
      data: { flag: 'STOLEN', raised: true, reason: 'gone' },
    });
    await append({
      kind: 'passport.amended',
      data: { changes: [{ field: 'name', from: null, to: 'Line 4' }] },
    });
    expect(await passport()).toMatchObject({
      status: 'PROCURED',
      flags: ['STOLEN'],
      name: 'Line 4',
      position: 4,
    });
    await append({
      kind: 'passport.flagged',
      data: { flag: 'STOLEN', raised: false, reason: 'found' },
    });
    expect(await passport()).toMatchObject({ flags: [] });
  });

  it.each([
    [
      'an edge that the lifecycle does not have',
      { kind: 'passport.status_changed', data: { from: 'CREATED', to: 'IN_SERVICE' } },
      [409, 'ILLEGAL_STATUS_EDGE'],
    ],
    [
      'an edge from another status than the present one',
      { kind: 'passport.status_changed', data: { from: 'PROCURED', to: 'IN_QC' } },
      [409, 'STATUS_MISMATCH'],
    ],
    [
      'an edge that needs a reason and has none',
      { kind: 'passport.status_changed', data: { from: 'CREATED', to: 'RETIRED', reason: ' ' } },
      [422, 'REASON_REQUIRED'],
    ],
    [
      'an amendment of something it never was',
      { kind: 'passport.amended', data: { changes: [{ field: 'model', from: 'X', to: 'Y' }] } },
      [409, 'AMENDED_VALUE_MISMATCH'],
    ],
    [
      'a flag taken down that was not raised',
      { kind: 'passport.flagged', data: { flag: 'STOLEN', raised: false, reason: 'x' } },
      [409, 'FLAG_UNCHANGED'],
    ],
    [
      'a correction of an event that is not there',
      {
        kind: 'passport.corrected',
        data: {
          corrects: { stream: 'a'.repeat(64), position: 1, leaf: 'b'.repeat(64) },
          reason: 'x',
        },
      },
      [422, 'REFERENCE_UNKNOWN'],
    ],
    [
      'publication of a document that was never attached',
      {
        kind: 'passport.document_published',
        data: { sha256: 'a'.repeat(64), cid: 'bafkreiabcdefgh' },
      },
      [422, 'DOCUMENT_UNKNOWN'],
    ],
    [
      'creation, which comes with the passport',
      { kind: 'passport.created', data: {} },
      [400, 'VALIDATION_FAILED'],
    ],
    ['a kind nobody knows', { kind: 'passport.painted', data: {} }, [400, 'VALIDATION_FAILED']],
    [
      'data of another kind',
      { kind: 'passport.noted', data: { part: 'x' } },
      [400, 'VALIDATION_FAILED'],
    ],
    [
      'an access class twice',
      note('x', { access: ['public', 'public'] }),
      [400, 'VALIDATION_FAILED'],
    ],
    ['30 February', note('x', { occurredAt: '2026-02-30T00:00:00Z' }), [400, 'VALIDATION_FAILED']],
    ['next year', note('x', { occurredAt: '2027-01-01T00:00:00Z' }), [400, 'OCCURRED_IN_FUTURE']],
  ])('refuses %s and writes nothing', async (_, body, expected) => {
    await fresh();
    expect(refusalOf(await append(body))).toEqual(expected);
    expect(await history()).toHaveLength(1);
    expect(await passport()).toMatchObject({ position: 1, status: 'CREATED' });
  });

  it('takes a correction of an event by its place and leaf', async () => {
    await fresh();
    const receipt = dataOf(await append(note('wrong')));
    const { stream } = await passport();
    const corrects = { stream, position: receipt['position'], leaf: receipt['leafHash'] };
    const body = { kind: 'passport.corrected', data: { corrects, reason: 'another machine' } };
    expect(await append(body)).toMatchObject({ status: 201 });
    const wrong = { ...corrects, leaf: 'c'.repeat(64) };
    expect(refusalOf(await append({ ...body, data: { ...body.data, corrects: wrong } }))).toEqual([
      422,
      'REFERENCE_UNKNOWN',
    ]);
  });

  it('takes the publication of a document that was attached', async () => {
    await fresh();
    const sha256 = 'd'.repeat(64);
    const attached = { name: 'manual', mediaType: 'application/pdf', sha256, length: 3 };
    await append({ kind: 'passport.document_attached', data: attached });
    const body = { kind: 'passport.document_published', data: { sha256, cid: 'bafkreiabcdefgh' } };
    expect(await append(body)).toMatchObject({ status: 201 });
  });

  it('tells a writer who is late to retry, and writes once', async () => {
    await fresh();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => append(note(`writer ${at}`, { expectedPosition: 2 }))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const late = answers.filter(({ status }) => status !== 201);
    expect(late.map(refusalOf)).toEqual(late.map(() => [409, 'POSITION_CONFLICT']));
    expect(late[0]).toMatchObject({
      headers: { 'retry-after': '1' },
      body: { retryable: true, details: { expected: 2, next: 3 } },
    });
    expect(await history()).toHaveLength(2);
  });

  it('gives concurrent writers of one device dense positions', async () => {
    await fresh();
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, at) => append(note(`writer ${at}`))),
    );
    const positions = answers.map((answer) => Number(dataOf(answer)['position']));
    expect(positions.sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, at) => at + 2));
    expect(await passport()).toMatchObject({ position: 33 });
  });

  it('writes nothing on the word of a row that disagrees with the history', async () => {
    await fresh();
    await append(note('x'));
    await api.admin.tx({}, (tx) =>
      tx.execute('UPDATE passports.passport SET position = 1 WHERE code = $1', [code]),
    );
    expect(refusalOf(await append(note('y')))).toEqual([409, 'PASSPORT_STALE']);
    expect(await history()).toHaveLength(2);
  });

  it('takes a payload of 64 KiB and refuses one byte more', async () => {
    await fresh();
    const body = (fill: number) => ({
      kind: 'passport.corrected',
      data: { corrects, reason: 'x', data: { fill: 'x'.repeat(fill) } },
    });
    const { stream } = await passport();
    const [event] = await history();
    const corrects = { stream, position: 1, leaf: event?.['leafHash'] };
    const room = 65_536 - (await payloadLength(body(0)));
    expect(await append(body(room))).toMatchObject({ status: 201 });
    expect(refusalOf(await append(body(room + 1)))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(await history()).toHaveLength(3);
  });

  /** Appends it, to see how long its payload is on record. */
  async function payloadLength(body: unknown): Promise<number> {
    const { position } = dataOf(await append(body));
    const rows = await api.database.tx(await context(), (tx) =>
      tx.query(
        `SELECT octet_length(bytes) AS length FROM ledger.payload JOIN passports.passport p USING (stream)
         WHERE p.code = $1 AND ledger.payload.position = $2`,
        [code, position],
      ),
    );
    return Number(rows[0]?.['length']);
  }

  async function context() {
    const rows = await api.database.tx({}, (tx) =>
      tx.query('SELECT id FROM organizations.organization WHERE operator'),
    );
    return { organizationId: String(rows[0]?.['id']) };
  }

  it.each([
    ['DP-MED-2601-PF-CN-000001-0B', [400, 'CODE_CHECK']],
    ['DP-MED-2601-PF-CN-00001-0A', [400, 'CODE_SYNTAX']],
    ['nonsense', [400, 'CODE_SYNTAX']],
    ['%00', [400, 'CODE_SYNTAX']],
    ['DP-XYZ-2601-PF-CN-000001-5E', [404, 'PASSPORT_UNKNOWN']],
    ['01a1fae7-c434-74b2-9188-682d9d615930', [404, 'PASSPORT_UNKNOWN']],
  ])('refuses the passport %s', async (ref, expected) => {
    expect(refusalOf(await append(note('x'), ref))).toEqual(expected);
  });
});
