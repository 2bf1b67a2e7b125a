import { listIssuerKeys, revokeIssuerKey, rotateIssuerKey } from '@luna/api-client';
import { connect } from '@luna/database';
import { didWebUrl, verifyIssued } from '@luna/passport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusalOf } from '../../testing/bodies.ts';
import { answered, got, refused } from '../../testing/client-results.ts';
import { startTestApi, TEST_NOW, type TestApi } from '../../testing/test-api.ts';
import { documentOf, newDevice, publish } from './testing/publishing.ts';
import { verifyAsStranger } from './testing/stranger.ts';
import { waitingFor } from './testing/waiting-for.ts';

const didShape = z.object({
  id: z.string(),
  assertionMethod: z.array(z.string()).default([]),
  verificationMethod: z.array(z.looseObject({ id: z.string(), revoked: z.string().optional() })),
});

describe('signing keys of organisations', () => {
  let api: TestApi;
  type Member = Awaited<ReturnType<TestApi['as']>>;
  let admin: Member;
  let code: string;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const company = async (letters: string) => {
    const member = await api.as('ADMIN', { organization: 'new', code: letters });
    return { member, device: (await newDevice(member, letters)).code };
  };
  type Asking = Pick<TestApi, 'client'>;
  const listed = ({ client }: Asking) => listIssuerKeys({ client });
  const keysOf = (who: Asking) => got(listed(who));
  const rotate = ({ client }: Asking, key?: string) =>
    rotateIssuerKey({ client, ...(key !== undefined && { headers: { 'Idempotency-Key': key } }) });
  const revoke = ({ client }: Asking, key = '') =>
    revokeIssuerKey({ client, path: { key }, body: { reason: 'laptop stolen' } });
  const didDocumentOf = async ({ organizationId }: Member) => {
    const answer = await api.send({ url: `/issuers/${organizationId}/did.json`, key: false });
    expect(answer.headers['content-type']).toBe('application/did+json');
    return didShape.parse(answer.body);
  };
  const auditOf = async ({ organizationId }: Member) => {
    const rows = await api.admin.tx({}, (tx) =>
      tx.query(
        `SELECT p.json -> 'data' ->> 'act' AS act, p.json -> 'data' -> 'subject' ->> 'id' AS id
         FROM ledger.payload p JOIN ledger.event e USING (stream, position)
         WHERE p.json ->> 'org' = $1 AND p.json -> 'data' ->> 'act' LIKE 'issuer_key.%' ORDER BY e.id`,
        [organizationId],
      ),
    );
    return rows.map(({ act, id }) => [act, id]);
  };
  const sealedSeeds = ({ organizationId }: Member) =>
    api.database.tx({ organizationId }, (tx) =>
      tx.query('SELECT FROM credentials.issuer_key WHERE private_sealed IS NOT NULL'),
    );

  it('there is none before the first use, which makes it', async () => {
    const { member, device } = await company('ONE');
    expect((await keysOf(member)).keys).toEqual([]);
    const url = `/issuers/${member.organizationId}/did.json`;
    expect(refusalOf(await api.send({ url, key: false }))).toEqual([404, 'ISSUER_UNKNOWN']);
    await publish(member, device);
    const shouted = url.replace(member.organizationId, member.organizationId.toUpperCase());
    expect(refusalOf(await api.send({ url: shouted, key: false }))).toEqual([
      400,
      'VALIDATION_FAILED',
    ]);
    const { did, keys } = await keysOf(member);
    const [key] = keys;
    expect(keys).toHaveLength(1);
    expect(new URL(didWebUrl(did)).pathname).toBe(url);
    expect(await didDocumentOf(member)).toMatchObject({
      id: did,
      assertionMethod: [key?.verificationMethod],
    });
    expect(await auditOf(member)).toEqual([['issuer_key.created', key?.id]]);
  });

  it('after a rotation the new key signs, and what the old one signed stays good', async () => {
    const { member, device } = await company('ROT');
    await publish(member, device);
    const before = (await documentOf(api, device)).raw;
    const { statusCode, data: made } = await answered(rotate(member));
    expect(statusCode).toBe(201);
    await publish(member, device);
    const after = (await documentOf(api, device)).raw;
    expect(after.toString()).toContain(made.verificationMethod);
    expect(await verifyAsStranger(api.url, before)).toBe('good');
    expect(await verifyAsStranger(api.url, after)).toBe('good');
    const { keys } = await keysOf(member);
    expect(keys).toMatchObject([{ revokedAt: null }, { id: made.id, retiredAt: null }]);
    expect(keys[0]?.retiredAt).not.toBeNull();
    expect((await didDocumentOf(member)).assertionMethod).toHaveLength(2);
    expect(await sealedSeeds(member)).toHaveLength(1);
  });

  it('a key made for a repeated request is the first one', async () => {
    const { member } = await company('IDE');
    const first = await answered(rotate(member, 'k'));
    expect(await answered(rotate(member, 'k'))).toEqual(first);
    expect((await keysOf(member)).keys).toHaveLength(1);
  });

  it('rotations at once leave one key that signs', async () => {
    const { member, device } = await company('ATO');
    const answers = await Promise.all([1, 2, 3].map(() => rotate(member)));
    expect(answers.map(({ response }) => response?.status)).toEqual([201, 201, 201]);
    const { keys } = await keysOf(member);
    expect(keys).toHaveLength(3);
    expect(keys.filter(({ retiredAt }) => retiredAt === null)).toHaveLength(1);
    await Promise.all([publish(member, device), rotate(member), rotate(member)]);
    expect(await verifyAsStranger(api.url, (await documentOf(api, device)).raw)).toBe('good');
  });

  it('a revoked key is followed by another, and counts only for what the ledger shows to be older', async () => {
    const { member, device } = await company('REV');
    const { publishedAt } = await publish(member, device);
    const [key] = (await keysOf(member)).keys;
    const document = (await documentOf(api, device)).raw;
    await new Promise((resolve) => setTimeout(resolve, 5));
    const answer = await answered(revoke(member, key?.id));
    expect(answer.statusCode).toBe(200);
    const { revokedAt } = answer.data;
    expect(Date.parse(revokedAt ?? '')).toBeGreaterThan(Date.parse(publishedAt));

    expect(await verifyAsStranger(api.url, document)).toBe('KEY_REVOKED');
    const knownAt = Date.parse(publishedAt);
    expect(await verifyAsStranger(api.url, document, { knownAt })).toBe('good');
    const did = await didDocumentOf(member);
    expect(did.verificationMethod).toMatchObject([{ revoked: revokedAt }, {}]);
    expect(did.assertionMethod).not.toContain(key?.verificationMethod);

    await publish(member, device);
    expect(await verifyAsStranger(api.url, (await documentOf(api, device)).raw)).toBe('good');
    expect(await answered(revoke(member, key?.id))).toEqual(answer);
    expect((await auditOf(member)).map(([act]) => act)).toEqual([
      'issuer_key.created',
      'issuer_key.rotated',
      'issuer_key.revoked',
    ]);
  });

  it('no document is published with a key that was revoked meanwhile', async () => {
    const { member, device } = await company('MEA');
    await publish(member, device);
    const [key] = (await keysOf(member)).keys;
    const holder = await connect({ url: api.test.adminUrl, poolSize: 1 });
    const both = await holder.tx({}, async (tx) => {
      await tx.query('SELECT FROM passports.passport WHERE code = $1 FOR UPDATE', [device]);
      const publishing = publish(member, device);
      await expect.poll(() => waitingFor(tx, 'transactionid')).toBe(1);
      const revoking = got(revoke(member, key?.id));
      await expect.poll(() => waitingFor(tx, 'advisory')).toBe(1);
      return { done: Promise.all([publishing, revoking]) };
    });
    const [{ publishedAt }, revoked] = await both.done;
    await holder.close();
    const { revokedAt } = revoked;
    expect(Date.parse(revokedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(publishedAt));
  });

  it('a key that signs no more can be revoked as well', async () => {
    const { member } = await company('OLD');
    const first = await got(rotate(member));
    await got(rotate(member));
    await got(revoke(member, first.id));
    const { keys } = await keysOf(member);
    expect(keys.map(({ revokedAt }) => revokedAt === null)).toEqual([false, true]);
  });

  it('nobody but who may change the organisation touches its keys', async () => {
    ({ member: admin, device: code } = await company('OWN'));
    await publish(admin, code);
    const [key] = (await keysOf(admin)).keys;
    const operator = await api.as('OPERATOR', { organization: { id: admin.organizationId } });
    const foreign = await api.as('ADMIN', { organization: 'new', code: 'FOR' });
    const nobody = { client: api.connect() };
    expect(await refused(rotate(operator))).toEqual([403, 'NOT_PERMITTED']);
    expect(await refused(revoke(operator, key?.id))).toEqual([403, 'NOT_PERMITTED']);
    expect(await refused(revoke(foreign, key?.id))).toEqual([404, 'ISSUER_KEY_UNKNOWN']);
    expect(await refused(revoke(admin, 'z6Mk'))).toEqual([404, 'ISSUER_KEY_UNKNOWN']);
    const url = `/api/v1/credentials/keys/${key?.id ?? ''}/revoke`;
    const unexplained = await admin.send({ method: 'POST', url, body: {} });
    expect(refusalOf(unexplained)).toEqual([400, 'VALIDATION_FAILED']);
    expect(await refused(rotate(nobody))).toEqual([401, 'SIGN_IN_REQUIRED']);
    expect(await refused(listed(nobody))).toEqual([401, 'SIGN_IN_REQUIRED']);
    expect((await keysOf(admin)).keys).toEqual([key]);
    expect((await keysOf(foreign)).keys).toEqual([]);
  });

  it('a key cannot sign for another organisation, wherever it is shown', async () => {
    const { member, device } = await company('FIR');
    await publish(member, device);
    const document: unknown = (await documentOf(api, device)).body;
    const foreign = await didDocumentOf(admin);
    expect(verifyIssued(document, foreign, { now: TEST_NOW })).toMatchObject({
      verified: false,
      reason: 'KEY_UNKNOWN',
    });
  });
});
