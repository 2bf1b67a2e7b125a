import { listIssuerKeys, revokeIssuerKey } from '@luna/api-client';
import { signCredential } from '@luna/passport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dataOf, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, TEST_NOW, type TestApi } from '../../testing/test-api.ts';
import { freePlace } from './data/status-lists.ts';
import { documentOf, newDevice, pathOf, publish } from './testing/publishing.ts';
import { verifyAsStranger, type Sender } from './testing/stranger.ts';

const object = z.record(z.string(), z.json());
type Credential = z.infer<typeof object>;
const unsigned = (credential: Credential) =>
  Object.fromEntries(Object.entries(credential).filter(([name]) => name !== 'proof'));
const DAY_MS = 24 * 3_600_000;

describe('revocation and verification', () => {
  let api: TestApi;
  type Member = Awaited<ReturnType<TestApi['as']>>;
  let med: Member;
  let rival: Member;
  beforeAll(async () => {
    api = await startTestApi();
    med = await api.as('ADMIN', { organization: 'new', code: 'MED' });
    rival = await api.as('ADMIN', { organization: 'new', code: 'RIV' });
  });
  afterAll(() => api.close());

  const published = async () => {
    const { code } = await newDevice(med, 'MED');
    const receipt = await publish(med, code);
    return { ...receipt, document: object.parse((await documentOf(api, code)).body) };
  };
  const verify = async (body: unknown) => {
    const answer = await api.send({
      method: 'POST',
      url: '/api/v1/credentials/verify',
      body,
      key: false,
    });
    expect(answer).toMatchObject({ status: 200 });
    return dataOf(answer);
  };
  const revoke = (
    sender: Sender,
    code: string,
    position: number | string,
    body: unknown = { reason: 'wrong serial number' },
  ) =>
    sender.send({
      method: 'POST',
      url: `${pathOf(code)}/publications/${position}/revoke`,
      body,
    });
  const listUrl = ({ organizationId }: Member, list: number | string = 1) =>
    `/issuers/${organizationId}/status/${list}`;
  const statusList = async () => {
    const answer = await api.send({ url: listUrl(med), key: false });
    expect(answer).toMatchObject({ status: 200 });
    return object.parse(answer.body);
  };

  it('a published document passes every check', async () => {
    const { code, position, document, publishedAt } = await published();
    expect(await verify(document)).toMatchObject({
      verdict: 'VERIFIED',
      checks: {
        issuer: { result: 'pass' },
        signature: { result: 'pass' },
        status: { result: 'pass' },
        ledger: { result: 'pass' },
      },
      publication: { code, position: position + 2, recordedAt: publishedAt },
    });
  });

  it('a revoked one says so everywhere, its neighbours and successors do not', async () => {
    const { code, position, document } = await published();
    const neighbour = await published();
    await publish(med, code);
    const answer = await revoke(med, code, position);
    expect(dataOf(answer)).toMatchObject({ position, revokedAt: new Date(TEST_NOW).toISOString() });
    expect(await verify(document)).toMatchObject({
      verdict: 'REVOKED',
      checks: { signature: { result: 'pass' }, status: { result: 'fail', code: 'REVOKED' } },
    });
    const { raw } = await documentOf(api, code, `?position=${position}`);
    expect(await verifyAsStranger(api.url, raw)).toBe('revoked');
    expect(await verifyAsStranger(api.url, (await documentOf(api, code)).raw)).toBe('good');
    expect(await verify(neighbour.document)).toMatchObject({ verdict: 'VERIFIED' });
    api.clock.advance(1000);
    expect((await revoke(med, code, position)).body).toEqual(answer.body);
    const acts = await api.admin.tx({}, (tx) =>
      tx.query(
        `SELECT json -> 'data' -> 'details' AS details FROM ledger.payload
         WHERE json -> 'data' ->> 'act' = 'passport_document.revoked'
           AND json -> 'data' -> 'subject' ->> 'id' = $1`,
        [code],
      ),
    );
    expect(acts).toEqual([{ details: { position, reason: 'wrong serial number' } }]);
  });

  it('only who vouches for a document revokes it', async () => {
    const { code, position, document } = await published();
    const engineer = await api.as('ENGINEER', { organization: { id: med.organizationId } });
    expect(refusalOf(await revoke(rival, code, position))).toEqual([404, 'PUBLICATION_UNKNOWN']);
    expect(refusalOf(await revoke(engineer, code, position))).toEqual([403, 'NOT_PERMITTED']);
    expect(refusalOf(await revoke(med, code, 7))).toEqual([404, 'PUBLICATION_UNKNOWN']);
    expect(refusalOf(await revoke(med, code, 'x'))).toEqual([400, 'VALIDATION_FAILED']);
    expect(refusalOf(await revoke(med, code, position, {}))).toEqual([400, 'VALIDATION_FAILED']);
    const nobody: Sender = { send: (request) => api.send({ ...request, key: false }) };
    expect(refusalOf(await revoke(nobody, code, position))).toEqual([401, 'SIGN_IN_REQUIRED']);
    expect(await verify(document)).toMatchObject({ verdict: 'VERIFIED' });
  });

  it('a list that is full is followed by another', async () => {
    const { code, document } = await published();
    const taken = z
      .object({ credentialStatus: z.object({ statusListIndex: z.int() }) })
      .parse(document).credentialStatus.statusListIndex;
    const free = (indexes: [number, ...number[]], member: Member = med) =>
      api.database.tx(member, (tx) => freePlace(tx, indexes));
    expect(await free([taken, 5])).toEqual({ list: 1, index: 5 });
    expect(await free([taken, taken])).toEqual({ list: 2, index: taken });
    expect(await free([taken], rival)).toEqual({ list: 1, index: taken });
    await api.admin.tx({}, (tx) =>
      tx.execute(
        `UPDATE credentials.publication SET status_list = 2 WHERE passport_id =
           (SELECT id FROM passports.passport WHERE code = $1)`,
        [code],
      ),
    );
    const other = await published();
    expect(JSON.stringify(other.document)).toContain(listUrl(med, 2));
    expect(await verify(other.document)).toMatchObject({ verdict: 'VERIFIED' });
    await revoke(med, other.code, other.position);
    expect(await verify(other.document)).toMatchObject({ verdict: 'REVOKED' });
    const { raw } = await documentOf(api, other.code);
    const now = api.clock.now();
    expect(await verifyAsStranger(api.url, raw, { now })).toBe('revoked');
  });

  it('indexes in a list are given out at random', async () => {
    const indexes = [];
    for (let i = 0; i < 3; i += 1) {
      const { document } = await published();
      indexes.push(
        z.object({ credentialStatus: z.object({ statusListIndex: z.int() }) }).parse(document)
          .credentialStatus.statusListIndex,
      );
    }
    expect(new Set(indexes).size).toBe(3);
    expect(Math.max(...indexes)).toBeGreaterThan(100);
  });

  it.each([
    ['an unknown list', 99, 404, 'STATUS_LIST_UNKNOWN'],
    ['no number', 'x', 400, 'VALIDATION_FAILED'],
    ['a number no list has', '99999999999', 400, 'VALIDATION_FAILED'],
  ])('%s is refused', async (_, list, status, code) => {
    await published();
    const answer = await api.send({ url: listUrl(med, list), key: false });
    expect(refusalOf(answer)).toEqual([status, code]);
  });

  it('an organisation that never published has no list', async () => {
    const answer = await api.send({ url: listUrl(rival), key: false });
    expect(refusalOf(answer)).toEqual([404, 'STATUS_LIST_UNKNOWN']);
  });

  it.each<[what: string, change: (document: Credential) => unknown, unknown]>([
    [
      'another name',
      (document) => ({ ...document, name: 'Digital product passport' }),
      { signature: { result: 'fail', code: 'SIGNATURE_WRONG' }, ledger: { code: 'NOT_PUBLISHED' } },
    ],
    [
      'no proof',
      (document) => unsigned(document),
      { signature: { result: 'fail', code: 'PROOF_MISSING' } },
    ],
    [
      'a context of its own at the end',
      (document) => ({
        ...document,
        '@context': [...z.array(z.json()).parse(document['@context']), 'https://evil.example'],
      }),
      { signature: { result: 'pass' }, ledger: { result: 'fail', code: 'NOT_PUBLISHED' } },
    ],
    [
      'another company as its issuer',
      (document) => ({
        ...document,
        issuer: { id: `did:web:127.0.0.1%3A5173:issuers:${rival.organizationId}` },
      }),
      { issuer: { result: 'fail', code: 'ISSUER_UNKNOWN' }, signature: { result: 'not_checked' } },
    ],
    ['an issuer that is none', (document) => ({ ...document, issuer: 5 }), { signature: {} }],
  ])('with %s it is a mismatch', async (_, change, checks) => {
    const { document } = await published();
    expect(await verify(change(document))).toMatchObject({ verdict: 'MISMATCH', checks });
  });

  it('what an issuer signed but never published is a mismatch', async () => {
    const { document } = await published();
    const seed = new Uint8Array(32).fill(1);
    const forged = signCredential(
      { ...unsigned(document), name: 'forged' },
      {
        privateKey: seed,
        verificationMethod: z.object({ verificationMethod: z.string() }).parse(document['proof'])
          .verificationMethod,
        created: '2026-06-16T08:00:00.000Z',
      },
    );
    expect(await verify(forged)).toMatchObject({
      verdict: 'MISMATCH',
      checks: { signature: { code: 'SIGNATURE_WRONG' }, ledger: { code: 'NOT_PUBLISHED' } },
      publication: null,
    });
  });

  it('of issuers elsewhere nothing is said, and nothing is fetched', async () => {
    const { document } = await published();
    const did = `did:web:${new URL(api.url).host.replace(':', '%3A')}:issuers:${med.organizationId}`;
    const foreign = signCredential(
      { ...unsigned(document), type: ['VerifiableCredential'], issuer: did },
      {
        privateKey: new Uint8Array(32).fill(1),
        verificationMethod: `${did}#key`,
        created: '2026-06-16T08:00:00.000Z',
      },
    );
    expect(await verify(foreign)).toMatchObject({
      verdict: 'UNKNOWN',
      checks: {
        issuer: { result: 'not_checked', code: 'ISSUER_FOREIGN' },
        signature: { result: 'not_checked' },
        status: { result: 'not_checked' },
      },
    });
  });

  it.each([
    ['text', '"x"', 400, 'VALIDATION_FAILED'],
    ['a list', '[]', 400, 'VALIDATION_FAILED'],
    ['more than 1 MiB', JSON.stringify({ a: 'x'.repeat(1_048_576) }), 413, 'DOCUMENT_TOO_LARGE'],
  ])('%s is refused', async (_, bytes, status, code) => {
    const answer = await api.send({
      method: 'POST',
      url: '/api/v1/credentials/verify',
      bytes,
      key: false,
    });
    expect(refusalOf(answer)).toEqual([status, code]);
  });

  it.each([[{}], [{ issuer: {} }], [{ '@context': null, type: 'x', proof: [] }]])(
    '%j is verified as what it is',
    async (body) => {
      expect(await verify(body)).toMatchObject({ verdict: 'UNKNOWN', publication: null });
    },
  );

  // These come last, for the sessions of the others do not outlive the day.
  it('a status list is the same bytes for a day, and never old', async () => {
    await published();
    const first = await statusList();
    api.clock.advance(1000);
    expect(await statusList()).toEqual(first);
    api.clock.advance(DAY_MS);
    const next = await statusList();
    expect(next).not.toEqual(first);
    const now = api.clock.now();
    const { validFrom, validUntil } = z
      .object({ validFrom: z.string(), validUntil: z.string() })
      .parse(next);
    expect(Date.parse(validFrom)).toBeLessThanOrEqual(now);
    expect(Date.parse(validUntil) - now).toBeGreaterThan(DAY_MS / 2);
    expect(Date.parse(validUntil) - now).toBeLessThan(1.5 * DAY_MS);
    expect(await verify(next)).toMatchObject({
      verdict: 'VERIFIED',
      checks: { ledger: { result: 'not_checked', code: 'NOT_A_PASSPORT' } },
    });
  });

  it('a document of a revoked key is good as far as the ledger shows it to be older', async () => {
    const company = await api.as('ADMIN', { organization: 'new', code: 'KEY' });
    const { code } = await newDevice(company, 'KEY');
    await publish(company, code);
    const document = (await documentOf(api, code)).body;
    const { client } = company;
    const { keys } = await got(listIssuerKeys({ client }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const key = keys[0]?.id ?? '';
    await got(revokeIssuerKey({ client, path: { key }, body: { reason: 'stolen' } }));
    // Whichever comes first, the test's day or the database's: by now the key is revoked.
    api.clock.advance(Math.max(0, Date.now() + 60_000 - api.clock.now()));
    expect(await verify(document)).toMatchObject({ verdict: 'VERIFIED' });
    // The database's owner alone can do this: the ledger then no longer vouches for its age.
    await api.admin.tx({}, (tx) =>
      tx.execute(
        `UPDATE credentials.issuer_key SET revoked_at = '2020-01-01' WHERE revoked_at IS NOT NULL`,
      ),
    );
    expect(await verify(document)).toMatchObject({
      verdict: 'MISMATCH',
      checks: { signature: { code: 'KEY_REVOKED' }, ledger: { result: 'pass' } },
    });
  });
});
