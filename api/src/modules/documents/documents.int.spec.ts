import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createKey, listDocuments, listEvents } from '@luna/api-client';
import { createContentStore } from '@luna/content';
import { connect, type Database } from '@luna/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, dataOf, refusalOf } from '../../testing/bodies.ts';
import { answered, got, refused } from '../../testing/client-results.ts';
import { startTestApi, type Send, type TestApi } from '../../testing/test-api.ts';
import { jpeg, pdf, png, pngChunk } from './rules/testing/sample-files.ts';
import { attach, sha256Of, text, type Sender } from './testing/attach.ts';

/** A picture that nobody else has. */
const picture = (words: string) => png({ extra: [pngChunk('tEXt', Buffer.from(`a\0${words}`))] });

describe('/api/v1/passports/:id/documents', () => {
  let api: TestApi;
  let admin: Database;
  let serial = 0;
  beforeAll(async () => {
    api = await startTestApi();
    admin = await connect({ url: api.test.adminUrl, poolSize: 1 });
  });
  afterAll(async () => {
    await admin.close();
    await api.close();
  });

  const query = (sql: string, values: unknown[] = []) =>
    admin.tx({}, (tx) => tx.query(sql, values));
  const fresh = () => createPassport(api, `D-${(serial += 1)}`);
  const path = (code: string) => `/api/v1/passports/${code}/documents`;
  const anybody = {
    get client() {
      return api.connect();
    },
    send: (request: Send) => api.send({ ...request, key: false }),
  };
  const list = ({ client }: Pick<TestApi, 'client'>, code: string) =>
    got(listDocuments({ client, path: { id: code } }));
  const download = (sender: Sender, code: string, sha256: string, headers = {}) =>
    sender.send({ url: `${path(code)}/${sha256}`, headers });
  const publish = (sender: Sender, code: string, sha256: string, headers = {}) =>
    sender.send({ method: 'POST', url: `${path(code)}/${sha256}/publish`, headers });
  const eventsOf = async (code: string) =>
    await got(listEvents({ client: api.client, path: { id: code } }));
  /** The CID that bytes would have, from a store of its own. */
  const cidOf = async (bytes: Uint8Array) => {
    const store = await createContentStore({ path: join(api.home, 'other') });
    const cid = await store.addFile(bytes);
    await store.close();
    return cid;
  };
  const onIpfs = async (bytes: Uint8Array) =>
    (await anybody.send({ url: `/ipfs/${await cidOf(bytes)}` })).status;
  const blobOf = (sha256: string) =>
    join(api.home, 'documents', sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  it('shows a photo to everybody, and keeps it on IPFS', async () => {
    const { code } = await fresh();
    const bytes = picture('front');
    const answer = await attach(api, code, { bytes, name: 'front.png' });
    expect(answer.status).toBe(201);
    const sha256 = sha256Of(bytes);
    const cid = await cidOf(bytes);
    expect(dataOf(answer)).toMatchObject({ code, sha256, cid, position: 2 });
    const events = await eventsOf(code);
    expect(events[1]).toMatchObject({
      kind: 'passport.document_attached',
      access: ['public'],
      payload: {
        data: { name: 'front.png', mediaType: 'image/png', sha256, length: bytes.length, cid },
      },
    });
    expect(events[1]?.['recordedAt']).toBe(dataOf(answer)['recordedAt']);
    const [shown] = await list(anybody, code);
    expect(shown).toEqual({
      sha256,
      name: 'front.png',
      mediaType: 'image/png',
      length: bytes.length,
      width: 2,
      height: 3,
      access: ['public'],
      cid,
      position: 2,
      publishedPosition: 2,
      attachedAt: dataOf(answer)['recordedAt'],
    });
    const got = await download(anybody, code, sha256);
    expect(got).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'image/png',
        'content-disposition': `inline; filename="front.png"; filename*=UTF-8''front.png`,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=31536000, immutable',
        'cross-origin-resource-policy': 'cross-origin',
        etag: `"${sha256}"`,
      },
    });
    expect(got.raw).toEqual(bytes);
    expect(await onIpfs(bytes)).toBe(200);
  });

  it('keeps everything else for those it concerns, and off IPFS', async () => {
    const { code } = await fresh();
    const bytes = pdf();
    const sha256 = sha256Of(bytes);
    const answer = await attach(api, code, { bytes, name: 'cert.pdf', type: 'application/pdf' });
    expect(dataOf(answer)).toMatchObject({ cid: null });
    const expected = { access: ['authority', 'interest', 'owner'], cid: null, width: null };
    expect(await list(api, code)).toMatchObject([{ ...expected, publishedPosition: null }]);
    expect(await list(anybody, code)).toEqual([]);
    expect(refusalOf(await download(anybody, code, sha256))).toEqual([404, 'DOCUMENT_NOT_FOUND']);
    expect((await eventsOf(code))[1]?.['payload']).not.toHaveProperty('data.cid');
    expect(await onIpfs(bytes)).toBe(404);
    const got = await download(api, code, sha256);
    expect(got.raw).toEqual(bytes);
    expect(got.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="cert.pdf"; filename*=UTF-8''cert.pdf`,
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(readFileSync(blobOf(sha256))).toEqual(bytes);
    expect(statSync(blobOf(sha256)).mode & 0o777).toBe(0o600);
    expect(statSync(join(api.home, 'documents')).mode & 0o777).toBe(0o700);
  });

  it('lets the sender choose who may see it, and what it is called', async () => {
    const { code } = await fresh();
    const open = text('open to all');
    const csv = { type: 'text/csv', name: 'readings.csv' };
    await attach(api, code, {
      ...csv,
      bytes: open,
      fields: { access: 'owner, public', title: '测量 数据' },
    });
    const closed = picture('closed');
    await attach(api, code, { bytes: closed, fields: { access: 'owner' } });
    expect(await list(api, code)).toMatchObject([
      { name: '测量 数据.csv', mediaType: 'text/csv', access: ['owner', 'public'] },
      { access: ['owner'], cid: null, width: 2 },
    ]);
    expect(await list(anybody, code)).toHaveLength(1);
    const { headers } = await download(anybody, code, sha256Of(open));
    expect(headers['content-disposition']).toBe(
      `attachment; filename="__ __.csv"; filename*=UTF-8''%E6%B5%8B%E9%87%8F%20%E6%95%B0%E6%8D%AE.csv`,
    );
    expect(await onIpfs(closed)).toBe(404);
  });

  it('publishes a restricted document, once and with an audit event', async () => {
    const { code } = await fresh();
    const bytes = text('now for all');
    const sha256 = sha256Of(bytes);
    await attach(api, code, { bytes, type: 'text/plain', name: 'all.txt' });
    expect(await onIpfs(bytes)).toBe(404);
    const key = { 'idempotency-key': 'publish-1' };
    const answer = await publish(api, code, sha256, key);
    expect([answer.status, dataOf(answer)]).toMatchObject([
      201,
      { code, sha256, cid: await cidOf(bytes), position: 3 },
    ]);
    expect(dataOf(await publish(api, code, sha256, key))).toEqual(dataOf(answer));
    expect(refusalOf(await publish(api, code, sha256))).toEqual([409, 'DOCUMENT_PUBLIC']);
    expect(await eventsOf(code)).toMatchObject([
      {},
      { access: ['authority', 'interest', 'owner'] },
      {
        kind: 'passport.document_published',
        access: ['public'],
        payload: { data: { sha256, cid: await cidOf(bytes) } },
      },
    ]);
    expect(await list(anybody, code)).toMatchObject([
      { sha256, position: 2, publishedPosition: 3 },
    ]);
    expect((await download(anybody, code, sha256)).raw).toEqual(bytes);
    expect(await onIpfs(bytes)).toBe(200);
    const acts = await query(
      `SELECT json -> 'data' AS data FROM ledger.payload WHERE json -> 'data' ->> 'act' = 'document.published'`,
    );
    expect(acts).toMatchObject([
      { data: { subject: { type: 'passport', id: code }, details: { sha256 } } },
    ]);
  });

  it('takes the same file once per passport, also when it comes twice at once', async () => {
    const { code } = await fresh();
    for (const access of ['owner', 'public']) {
      const bytes = text(`twice as ${access}`);
      const file = { bytes, type: 'text/plain', name: 'a.txt', fields: { access } };
      const both = await Promise.all([attach(api, code, file), attach(api, code, file)]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(refusalOf(await attach(api, code, file))).toEqual([409, 'DOCUMENT_EXISTS']);
    }
    expect(await list(api, code)).toHaveLength(2);
    expect(await eventsOf(code)).toHaveLength(3);
    const other = await fresh();
    const again = { bytes: text('twice as owner'), type: 'text/plain', name: 'a.txt' };
    expect((await attach(api, other.code, again)).status).toBe(201);
  });

  it('does not publish by the way what the passport keeps restricted', async () => {
    const { code } = await fresh();
    const bytes = picture('restricted first');
    await attach(api, code, { bytes, fields: { access: 'owner' } });
    const again = { bytes, fields: { access: 'public' } };
    expect(refusalOf(await attach(api, code, again))).toEqual([409, 'DOCUMENT_EXISTS']);
    expect(await onIpfs(bytes)).toBe(404);
  });

  it('answers a repeated request with the first result, and refuses another under its key', async () => {
    const { code } = await fresh();
    const file = {
      bytes: text('once'),
      type: 'text/plain',
      name: 'a.txt',
      headers: { 'idempotency-key': 'attach-1' },
    };
    const first = await attach(api, code, file);
    expect((await attach(api, code, file)).body).toEqual(first.body);
    const other = await attach(api, code, { ...file, bytes: text('other') });
    expect(refusalOf(other)).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await list(api, code)).toHaveLength(1);
  });

  it('sends a range, and nothing when the reader has it', async () => {
    const { code } = await fresh();
    const bytes = text('0123456789'.repeat(400));
    const sha256 = sha256Of(bytes);
    await attach(api, code, {
      bytes,
      type: 'text/plain',
      name: 'a.txt',
      fields: { access: 'public' },
    });
    const part = await download(anybody, code, sha256, { range: 'bytes=10-14' });
    expect(part).toMatchObject({
      status: 206,
      headers: { 'content-range': `bytes 10-14/${bytes.length}`, 'content-length': '5' },
    });
    expect(part.raw.toString()).toBe('01234');
    const stale = { range: 'bytes=0-1', 'if-range': '"other"' };
    expect((await download(anybody, code, sha256, stale)).status).toBe(200);
    const beyond = await download(anybody, code, sha256, { range: 'bytes=999999-' });
    expect([beyond.status, beyond.raw.length]).toEqual([200, bytes.length]);
    const cached = await download(anybody, code, sha256, { 'if-none-match': `"${sha256}"` });
    expect([cached.status, cached.raw.length]).toEqual([304, 0]);
    const compressed = await download(anybody, code, sha256, { 'accept-encoding': 'br' });
    expect(compressed.headers).not.toHaveProperty('content-encoding');
  });

  it('lists in pages', async () => {
    const { client } = api;
    const { code } = await fresh();
    for (const word of ['a', 'b', 'c']) await attach(api, code, { bytes: picture(word) });
    const page = (cursor?: string) =>
      answered(listDocuments({ client, path: { id: code }, query: { limit: 2, cursor } }));
    const first = await page();
    expect(first.meta).toMatchObject({ total: 3, page: 1, totalPages: 2, hasMore: true });
    const cursor = first.meta.nextCursor ?? '';
    const rest = await page(cursor);
    expect(rest.meta).toMatchObject({ total: 3, page: 2, hasMore: false, nextCursor: null });
    expect([...first.data, ...rest.data].map(({ position }) => position)).toEqual([2, 3, 4]);
  });

  describe('for another company', () => {
    let theirs: Sender & Pick<TestApi, 'client'>;
    let ours: { code: string; id: string };
    let restricted: string;
    const bytes = text('trade secret');
    beforeAll(async () => {
      theirs = await api.as('ADMIN', { organization: 'new', code: 'QQQ' });
      ours = await fresh();
      restricted = sha256Of(bytes);
      await attach(api, ours.code, { bytes, type: 'text/plain', name: 'secret.txt' });
      await attach(api, ours.code, { bytes: jpeg(), type: 'image/jpeg', name: 'plate.jpg' });
    });

    it('every route answers as if the document, or the passport, were not there', async () => {
      const unknown = 'DP-XYZ-2601-PF-CN-000001-5E';
      const none = 'f'.repeat(64);
      expect(await list(theirs, ours.code)).toHaveLength(1);
      const shape = ({ status, body }: { status: number; body: unknown }) => {
        return [status, { ...(body as Record<string, unknown>), requestId: null }];
      };
      expect(shape(await download(theirs, ours.code, restricted))).toEqual(
        shape(await download(theirs, ours.code, none)),
      );
      for (const sha256 of [restricted, sha256Of(jpeg()), none]) {
        expect(shape(await publish(theirs, ours.code, sha256))).toEqual(
          shape(await publish(theirs, unknown, sha256)),
        );
      }
      for (const id of [ours.code, ours.id]) {
        expect(shape(await attach(theirs, id, { bytes, type: 'text/plain' }))).toEqual(
          shape(await attach(theirs, unknown, { bytes, type: 'text/plain' })),
        );
      }
      expect(refusalOf(await publish(theirs, unknown, none))).toEqual([404, 'PASSPORT_UNKNOWN']);
      expect(
        await refused(listDocuments({ client: theirs.client, path: { id: unknown } })),
      ).toEqual([404, 'PASSPORT_UNKNOWN']);
    });

    it('the same bytes are another document, kept once', async () => {
      const { code: mine } = await createPassport(theirs, '1', { company: 'QQQ' });
      const file = { bytes, type: 'text/plain', name: 'mine.txt' };
      expect((await attach(theirs, mine, file)).status).toBe(201);
      expect(await list(theirs, mine)).toMatchObject([{ name: 'mine.txt' }]);
      expect(readdirSync(join(blobOf(restricted), '..'))).toEqual([restricted]);
      expect((await publish(theirs, mine, restricted)).status).toBe(201);
      expect(await list(api, ours.code)).toMatchObject([{ name: 'secret.txt', cid: null }, {}]);
      expect((await download(api, ours.code, restricted)).raw).toEqual(bytes);
    });

    it('an interest opens what is for those who have one', async () => {
      const third = await api.as('ENGINEER', { organization: 'new' });
      const inside = text('owner only');
      const fields = { access: 'owner' };
      await attach(api, ours.code, { bytes: inside, type: 'text/plain', name: 'in.txt', fields });
      expect(await list(third, ours.code)).toHaveLength(1);
      await query(
        `INSERT INTO organizations.party (subject, org_id, part) VALUES ($1, $2, 'service')`,
        [ours.id, third.organizationId],
      );
      expect(await list(third, ours.code)).toMatchObject([{ name: 'secret.txt' }, {}]);
      expect((await download(third, ours.code, restricted)).raw).toEqual(bytes);
      expect((await download(third, ours.code, sha256Of(inside))).status).toBe(404);
      expect(refusalOf(await publish(third, ours.code, restricted))[0]).toBe(403);
    });
  });

  it('a key that may not read passports sees what everybody may', async () => {
    const { code } = await fresh();
    const bytes = text('not for label printers');
    await attach(api, code, { bytes, type: 'text/plain', name: 'a.txt' });
    const person = await api.as('ADMIN');
    const readers = await Promise.all(
      ['labels:print:org', 'passports:read:org'].map(async (scope, at) => {
        const { client } = person;
        const made = createKey({
          client,
          body: { name: `key ${at}`, role: 'OPERATOR', scopes: [scope] },
        });
        const { secret } = await got(made);
        return { client: api.connect(secret) };
      }),
    );
    const seen = await Promise.all(readers.map((reader) => list(reader, code)));
    expect(seen.map((documents) => documents.length)).toEqual([0, 1]);
  });

  it('says who may', async () => {
    const { code } = await fresh();
    const file = { bytes: text('x'), type: 'text/plain', name: 'x.txt' };
    expect(refusalOf(await attach(anybody, code, file))).toEqual([401, 'SIGN_IN_REQUIRED']);
    expect(refusalOf(await attach(await api.as('AUDITOR'), code, file))).toEqual([
      403,
      'NOT_PERMITTED',
    ]);
    const engineer = await api.as('ENGINEER');
    expect((await attach(engineer, code, file)).status).toBe(201);
    expect(refusalOf(await publish(engineer, code, sha256Of(file.bytes)))).toEqual([
      403,
      'NOT_PERMITTED',
    ]);
    const operator = await api.as('OPERATOR');
    expect((await publish(operator, code, sha256Of(file.bytes))).status).toBe(201);
  });
});
