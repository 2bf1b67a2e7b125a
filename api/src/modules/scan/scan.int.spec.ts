import { appendEvent, appendEvents, type NewEvent } from '@luna/api-client';
import { connect, erasePayload } from '@luna/database';
import { codeOfIdentificationLink, isIdentificationLink } from '@luna/passport';
import { ACCESS_CLASSES, fromHex, streamId, toHex } from '@luna/record';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPassport, dataOf, note, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { createLogKeeper, type LogKeeper } from '../../testing/seal-log.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { scanView } from './http/scan-view.ts';

const ROOT = 'https://passports.example';
/** One grey pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

describe('GET /api/v1/scan/:code', () => {
  let api: TestApi;
  let keeper: LogKeeper;
  beforeAll(async () => {
    api = await startTestApi({ env: { PUBLIC_URL: ROOT } });
    keeper = await createLogKeeper(api.test, api.content);
  });
  afterAll(async () => {
    await keeper.close();
    await api.close();
  });

  const get = (code: string, headers: Record<string, string> = {}) =>
    api.send({ url: `/api/v1/scan/${encodeURIComponent(code)}`, key: false, headers });
  const scan = async (code: string) => scanView.parse(dataOf(await get(code)));
  const append = async (code: string, body: NewEvent) => {
    const appended = appendEvent({ client: api.client, path: { id: code }, body });
    const { position, leafHash } = await got(appended);
    return { stream: toHex(streamId(`passport:${code}`)), position, leaf: leafHash };
  };
  const flag = (raised: boolean): NewEvent => ({
    kind: 'passport.flagged',
    data: { flag: 'STOLEN', raised, reason: 'police report' },
  });

  it('shows the device, its warnings before all else', async () => {
    const { code } = await createPassport(api, 'first', {
      manufacturedAt: '2026-01',
      gtin: '09520123456788',
    });
    await append(code, flag(true));
    const answer = await get(code);
    expect(answer).toMatchObject({
      status: 200,
      body: { statusCode: 200, message: 'Success' },
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-cache',
        etag: expect.stringMatching(/^W\/"2\.0\.0-[0-9a-f]{16}"$/) as unknown,
      },
    });
    expect(Object.keys(dataOf(answer))[0]).toBe('flags');
    const page = `${ROOT}/p/${code}`;
    expect(await scan(code)).toMatchObject({
      flags: ['STOLEN'],
      status: 'CREATED',
      code,
      stream: toHex(streamId(`passport:${code}`)),
      plate: {
        manufacturer: 'Medtec',
        serialNumber: 'first',
        manufacturedAt: '2026-01',
        name: null,
      },
      owner: { name: 'Operator' },
      log: { position: 2, sealed: 0, anchored: 0 },
      links: {
        page,
        evidence: `${ROOT}/api/v1/passports/${code}/evidence`,
        document: null,
        gs1: `${ROOT}/01/09520123456788/21/first`,
      },
      history: [
        { position: 2, kind: 'passport.flagged', state: 'public' },
        { position: 1, kind: 'passport.created', state: 'public', data: { code } },
      ],
    });
    expect(isIdentificationLink(page)).toBe(true);
    expect(codeOfIdentificationLink(page, ROOT)).toBe(code);
  });

  it('takes what was scanned: an identification link of ours', async () => {
    const { code } = await createPassport(api, 'scanned');
    expect(await scan(`${ROOT}/p/${code}`)).toMatchObject({ code });
    expect(refusalOf(await get(`https://other.example/p/${code}`))).toEqual([400, 'CODE_SYNTAX']);
  });

  it.each([
    ['DP-MED-2601-PF-CN-000001-0B', [400, 'CODE_CHECK']],
    ['dp-med-2601-pf-cn-000001-0a', [400, 'CODE_SYNTAX']],
    ["' OR 1=1 --", [400, 'CODE_SYNTAX']],
    ['x'.repeat(400), [400, 'CODE_SYNTAX']],
    ['DP-XYZ-2601-PF-CN-000001-5E', [404, 'PASSPORT_UNKNOWN']],
  ])('refuses %s', async (code, refusal) => {
    expect(refusalOf(await get(code))).toEqual(refusal);
  });

  describe('restricted payloads', () => {
    /** Every key there may be, at whatever depth, besides those of public payloads. */
    const ALLOWED = new Set(
      `flags status code stream plate owner log links documents history manufacturer model serialNumber
       name manufacturedAt company productType origin gtin giai position sealed anchored page evidence
       document gs1 mediaType length width height sha256 cid url kind recordedAt leafHash state
       occurredAt data corrections reason`.split(/\s+/),
    );

    it('stay with those they are for, of every class and every combination', async () => {
      const restricted = ACCESS_CLASSES.filter((name) => name !== 'public');
      const combinations = Array.from({ length: 7 }, (_, bits) =>
        restricted.filter((_, at) => ((bits + 1) >> at) & 1),
      );
      const { code } = await createPassport(api, 'restricted');
      for (const access of combinations) {
        await append(code, note(`secret of ${access.join()}`, { access }));
        await append(code, {
          kind: 'passport.tested',
          data: { test: `secret of ${access.join()}`, result: 'fail', report: 'secret' },
          access,
        });
      }
      await append(code, note('open', { access: ['owner', 'public'] }));
      const answer = await get(code);
      expect(answer.raw.toString()).not.toContain('secret');
      const { history } = await scan(code);
      expect(history.filter(({ state }) => state === 'withheld')).toHaveLength(14);
      expect(history[0]).toMatchObject({ state: 'public', data: { text: 'open' } });
      // Nor does the signed-in owner get them here: the answer is the same for everybody.
      expect((await api.send({ url: `/api/v1/scan/${code}` })).raw.equals(answer.raw)).toBe(true);
    });

    it('leave no trace of who wrote, in any field', async () => {
      const { code } = await createPassport(api, 'fields', { giai: '9520123A1' });
      const corrects = await append(code, flag(true));
      await append(code, { kind: 'passport.corrected', data: { corrects, reason: 'typo' } });
      const seen = new Set<string>();
      const walk = (value: unknown): void => {
        if (typeof value !== 'object' || value === null) return;
        for (const [key, inner] of Object.entries(value)) {
          if (!Array.isArray(value)) seen.add(key);
          // What a public payload says is public as it is.
          if (key !== 'data') walk(inner);
        }
      };
      walk(dataOf(await get(code)));
      expect([...seen].filter((key) => !ALLOWED.has(key))).toEqual([]);
      const { organizationId, accountId } = await api.as('ADMIN');
      const text = (await get(code)).raw.toString();
      expect(text).not.toContain(organizationId);
      expect(text).not.toContain(accountId);
    });
  });

  it('tells what was erased, and shows corrections beside what they correct', async () => {
    const { code } = await createPassport(api, 'corrected');
    const test = { test: 'Leak', result: 'pass' } as const;
    const corrects = await append(code, { kind: 'passport.tested', data: test });
    const noted = await append(code, note('Jane was here', { access: ['public'] }));
    expect((await scan(code)).history[0]).toMatchObject({ data: { text: 'Jane was here' } });
    const data = { result: 'fail' };
    await append(code, { kind: 'passport.corrected', data: { corrects, reason: 'misread', data } });
    const { organizationId, accountId } = await api.as('ADMIN');
    await api.database.tx({ organizationId }, (tx) =>
      erasePayload(tx, {
        stream: fromHex(noted.stream),
        position: z.int().parse(noted.position),
        reason: 'asked for',
        by: {
          org: organizationId,
          actor: accountId,
          access: ['public'],
          occurredAt: '2026-06-16T08:00:00.000Z',
        },
      }),
    );
    const answer = await get(code);
    expect(answer.raw.toString()).not.toContain('Jane');
    expect(scanView.parse(dataOf(answer)).history).toMatchObject([
      { position: 5, kind: 'payload.erased', data: { erases: { position: 3 } } },
      { position: 4, kind: 'passport.corrected', state: 'public' },
      { position: 3, kind: 'passport.noted', state: 'erased', data: null, occurredAt: null },
      { position: 2, data: test, corrections: [{ position: 4, reason: 'misread', data }] },
      { position: 1 },
    ]);
  });

  it('shows the newest hundred events and how many there are', async () => {
    const { code } = await createPassport(api, 'long');
    const items = Array.from({ length: 120 }, () => ({ passport: code, event: note('x') }));
    await got(appendEvents({ client: api.client, body: { items } }));
    const { history, log } = await scan(code);
    expect(log.position).toBe(121);
    expect(history.map(({ position }) => position)).toEqual(
      Array.from({ length: 100 }, (_, n) => 121 - n),
    );
  });

  it('shows public documents alone', async () => {
    const { code } = await createPassport(api, 'documents');
    const attach = async (name: string, type: string, bytes: Buffer) => {
      const form = new FormData();
      form.append('file', new Blob([Uint8Array.from(bytes)], { type }), name);
      const response = await fetch(`${api.url}/api/v1/passports/${code}/documents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${api.key}` },
        body: form,
      });
      expect(response.status).toBe(201);
    };
    // Pictures are public unless somebody says otherwise, other documents are not.
    await attach('photo.png', 'image/png', Buffer.from(PNG, 'base64'));
    await attach('secret.txt', 'text/plain', Buffer.from('not for everybody'));
    const { documents } = await scan(code);
    expect(documents).toMatchObject([
      { name: 'photo.png', mediaType: 'image/png', width: 1, height: 1, position: 2 },
    ]);
    const { pathname } = new URL(documents[0]?.url ?? '');
    const photo = await api.send({ url: pathname, key: false });
    expect(photo.raw.toString('base64')).toBe(PNG);
  });

  describe('what is kept', () => {
    it('is never older than the question', async () => {
      const { code } = await createPassport(api, 'fresh');
      for (let position = 2; position < 20; position += 1) {
        const { log } = await scan(code);
        await append(code, flag(position % 2 === 0));
        const after = await Promise.all(Array.from({ length: 8 }, () => scan(code)));
        expect(log.position).toBe(position - 1);
        expect(after.map(({ log, flags }) => [log.position, flags.length])).toEqual(
          after.map(() => [position, position % 2 === 0 ? 1 : 0]),
        );
      }
    });

    it('follows the log and its anchors, though the history has not grown', async () => {
      const { code } = await createPassport(api, 'anchored');
      expect((await scan(code)).log).toEqual({ position: 1, sealed: 0, anchored: 0 });
      await keeper.seal();
      expect((await scan(code)).log).toEqual({ position: 1, sealed: 1, anchored: 0 });
      await keeper.anchor({ finalised: false });
      expect((await scan(code)).log).toEqual({ position: 1, sealed: 1, anchored: 0 });
      await keeper.anchor();
      expect((await scan(code)).log).toEqual({ position: 1, sealed: 1, anchored: 1 });
      await append(code, note('later'));
      await keeper.seal();
      expect((await scan(code)).log).toEqual({ position: 2, sealed: 2, anchored: 1 });
    });

    it('follows the name and standing of the owner', async () => {
      const admin = await connect({ url: api.test.adminUrl, poolSize: 1 });
      const owner = await api.as('ADMIN', { organization: 'new', code: 'OWN' });
      const { organizationId } = owner;
      const { code } = await createPassport(owner, '1', { company: 'OWN' });
      const set = (column: string, value: string) =>
        admin.tx({}, (tx) =>
          tx.execute(`UPDATE organizations.organization SET ${column} = $1 WHERE id = $2`, [
            value,
            organizationId,
          ]),
        );
      await set('name', 'Before Ltd');
      expect(await scan(code)).toMatchObject({ owner: { name: 'Before Ltd' } });
      await set('name', 'After Ltd');
      expect(await scan(code)).toMatchObject({ owner: { name: 'After Ltd' } });
      await set('status', 'SUSPENDED');
      expect(await scan(code)).toMatchObject({ owner: null });
      await admin.close();
    });

    it('need not be sent to those who have it, until it changes', async () => {
      const { code } = await createPassport(api, 'etag');
      const etag = String((await get(code)).headers['etag']);
      const again = await get(code, { 'if-none-match': etag });
      expect(again).toMatchObject({ status: 304, headers: { etag } });
      expect(again.raw).toHaveLength(0);
      await append(code, note('x'));
      const changed = await get(code, { 'if-none-match': etag });
      expect(changed.status).toBe(200);
      expect(changed.headers['etag']).not.toBe(etag);
    });
  });

  it('answers the same compressed', async () => {
    const { code } = await createPassport(api, 'compressed', { model: 'x'.repeat(200) });
    const response = await fetch(`${api.url}/api/v1/scan/${code}`, {
      headers: { 'accept-encoding': 'br' },
    });
    expect(response.headers.get('vary')).toMatch(/accept-encoding/i);
    expect(await response.json()).toEqual((await get(code)).body);
  });
});
