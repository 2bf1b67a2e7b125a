import { createHash } from 'node:crypto';
import { renameSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  appendEvent,
  appendEvents,
  getPassport,
  listEvents,
  listIssuerKeys,
  listPublications,
  replacePart,
  type NewEvent,
} from '@luna/api-client';
import { encodePublicKey } from '@luna/passport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { note, refusalOf } from '../../testing/bodies.ts';
import { answered, got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { lockKeys } from './data/issuer-keys.ts';
import { findPublication, insertPublication } from './data/publications.ts';
import { documentOf, newDevice, pathOf, publish, tryToPublish } from './testing/publishing.ts';
import { verifyAsStranger } from './testing/stranger.ts';
import { waitingFor } from './testing/waiting-for.ts';

const credential = z.looseObject({
  id: z.string(),
  credentialSubject: z.looseObject({
    characteristics: z.looseObject({
      status: z.string(),
      flags: z.array(z.string()),
      ledgerPosition: z.int(),
      components: z.array(z.looseObject({ passportCode: z.string() })),
    }),
    relatedDocument: z.array(z.looseObject({ linkName: z.string(), linkURL: z.string() })),
  }),
});

describe('POST /api/v1/passports/:id/publication', () => {
  let api: TestApi;
  type Member = Awaited<ReturnType<TestApi['as']>>;
  let med: Member;
  let rival: Member;
  beforeAll(async () => {
    api = await startTestApi();
    med = await api.as('OPERATOR', { organization: 'new', code: 'MED' });
    rival = await api.as('ADMIN', { organization: 'new', code: 'RIV' });
  });
  afterAll(() => api.close());

  const append = (code: string, body: NewEvent) =>
    got(appendEvent({ client: med.client, path: { id: code }, body }));
  const read = async (code: string, query = '') => {
    const answer = await documentOf(api, code, query);
    expect(answer).toMatchObject({ status: 200 });
    return credential.parse(answer.body);
  };
  const eventsOf = (code: string) =>
    got(listEvents({ client: api.connect(), path: { id: code }, query: { limit: 100 } }));
  const publicationsOf = (code: string) =>
    answered(listPublications({ client: api.connect(), path: { id: code } }));

  it('signs what the passport says, keeps it on IPFS and names it in the ledger', async () => {
    const { id, code } = await newDevice(med, 'MED');
    await append(code, note('looks fine'));
    const published = await publish(med, code);
    expect(published).toMatchObject({ code, position: 2 });

    const answer = await documentOf(api, code);
    expect(answer.headers['content-type']).toBe('application/vc');
    expect(createHash('sha256').update(answer.raw).digest('hex')).toBe(published.sha256);
    expect(answer.raw).toHaveLength(published.length);
    const block = await api.send({ url: `/ipfs/${published.cid}?format=raw`, key: false });
    expect(block.raw).toEqual(answer.raw);
    expect(await verifyAsStranger(api.url, answer.raw)).toBe('good');

    const { id: name, credentialSubject } = credential.parse(answer.body);
    expect(name).toBe(`http://127.0.0.1:5173/p/${code}?position=2`);
    expect(credentialSubject.characteristics).toMatchObject({
      ledgerPosition: 2,
      status: 'CREATED',
    });
    expect((await eventsOf(code)).slice(2)).toMatchObject([
      {
        position: 3,
        kind: 'passport.document_attached',
        payload: {
          data: {
            name: 'digital-product-passport',
            mediaType: 'application/vc',
            sha256: published.sha256,
            length: published.length,
          },
        },
      },
      {
        position: 4,
        kind: 'passport.document_published',
        payload: { data: { sha256: published.sha256, cid: published.cid } },
      },
    ]);
    expect(await got(getPassport({ client: api.connect(), path: { id } }))).toMatchObject({
      position: 4,
    });
  });

  it('leaves an act in the audit trail', async () => {
    const { code } = await newDevice(med, 'MED');
    const { sha256 } = await publish(med, code);
    const acts = await api.admin.tx({}, (tx) =>
      tx.query(
        `SELECT json -> 'data' AS data FROM ledger.payload
         WHERE json ->> 'actor' = $1 AND json -> 'data' ->> 'act' = 'passport_document.published'
           AND json -> 'data' -> 'subject' ->> 'id' = $2`,
        [med.accountId, code],
      ),
    );
    expect(acts).toMatchObject([
      { data: { details: { position: 1, sha256 }, from: { address: '127.0.0.1' } } },
    ]);
  });

  it('publishes once per idempotency key, also when the device is another’s by now', async () => {
    const { id, code } = await newDevice(med, 'MED');
    const first = await publish(med, code, 'once');
    expect(await publish(med, code, 'once')).toEqual(first);
    expect((await publicationsOf(code)).meta.total).toBe(1);
    await api.admin.tx({}, (tx) =>
      tx.execute('UPDATE passports.passport SET org_id = $2 WHERE id = $1', [
        id,
        rival.organizationId,
      ]),
    );
    expect(await publish(med, code, 'once')).toEqual(first);
    expect(refusalOf(await tryToPublish(med, code, 'twice'))).toEqual([404, 'PASSPORT_UNKNOWN']);
    const other = await newDevice(med, 'MED');
    expect(refusalOf(await tryToPublish(med, other.code, 'once'))).toEqual([
      422,
      'IDEMPOTENCY_KEY_REUSED',
    ]);
  });

  it('several at once take turns, and make one key', async () => {
    const company = await api.as('ADMIN', { organization: 'new', code: 'TWO' });
    const { code } = await newDevice(company, 'TWO');
    // All of them have seen that there is no key before one makes it.
    const all = await api.admin.tx(company, async (tx) => {
      await lockKeys(tx, company.organizationId, 'alone');
      const waiting = [1, 2, 3].map(() => publish(company, code));
      await expect.poll(() => waitingFor(tx, 'advisory')).toBe(3);
      return { done: Promise.all(waiting) };
    });
    const published = await all.done;
    expect(published.map(({ position }) => position).sort()).toEqual([1, 3, 5]);
    const { did, keys } = await got(listIssuerKeys({ client: company.client }));
    expect(did).toBe(`did:web:127.0.0.1%3A5173:issuers:${company.organizationId}`);
    expect(keys).toHaveLength(1);
    for (const { position } of published) {
      const { raw } = await documentOf(api, code, `?position=${position}`);
      expect(await verifyAsStranger(api.url, raw)).toBe('good');
    }
  });

  it('two documents never share a place in a status list', async () => {
    const { id, code } = await newDevice(med, 'MED');
    await publish(med, code);
    const again = api.database.tx(med, async (tx) => {
      const found = await findPublication(tx, id, {});
      if (found === undefined) throw new Error('it was published');
      await insertPublication(tx, { ...found, position: 9, sha256: 'cd'.repeat(32) });
    });
    await expect(again).rejects.toMatchObject({ code: 'PUBLICATION_OUTRUN', retryable: true });
  });

  it('goes on with what is written meanwhile', async () => {
    const { code } = await newDevice(med, 'MED');
    const [published] = await Promise.all([
      publish(med, code),
      append(code, note('one')),
      append(code, note('two')),
    ]);
    const events = await eventsOf(code);
    expect(events[published.position]).toMatchObject({
      kind: 'passport.document_attached',
      payload: { data: { sha256: published.sha256 } },
    });
    const { characteristics } = (await read(code)).credentialSubject;
    expect(characteristics.ledgerPosition).toBe(published.position);
  });

  it('says nothing that was not said to everybody', async () => {
    const { code } = await newDevice(med, 'MED');
    const gearbox = await newDevice(med, 'MED', { productType: 'IP' });
    const motor = await newDevice(med, 'MED', { productType: 'IP' });
    const restricted: Pick<NewEvent, 'access'> = { access: ['owner'] };
    const secret = 'SECRET';
    const sha = (letter: string) => letter.repeat(64);
    const events: NewEvent[] = [
      { kind: 'passport.located', data: { place: secret } },
      { kind: 'passport.noted', data: { severity: 'info', text: secret } },
      { kind: 'passport.flagged', data: { flag: 'MISSING', raised: true, reason: secret } },
      { kind: 'passport.inspected', data: { result: 'fail', report: secret } },
      { kind: 'passport.serviced', data: { work: secret } },
      {
        kind: 'passport.status_changed',
        data: { from: 'CREATED', to: 'PROCURED', reason: secret },
        ...restricted,
      },
      {
        kind: 'passport.document_attached',
        data: { name: `${secret}.pdf`, mediaType: 'application/pdf', sha256: sha('a'), length: 1 },
        ...restricted,
      },
      {
        kind: 'passport.document_attached',
        data: {
          name: `${secret}.png`,
          mediaType: 'image/png',
          sha256: sha('b'),
          length: 1,
          cid: `bafkrei${'b'.repeat(52)}`,
        },
        ...restricted,
      },
    ];
    for (const event of events) await append(code, event);
    const install = (part: string, installed: string) =>
      got(replacePart({ client: med.client, path: { id: code }, body: { part, installed } }));
    await install('gearbox', gearbox.code);
    await install('motor', motor.code);

    await publish(med, code);
    const document = await read(code);
    const { characteristics, relatedDocument } = document.credentialSubject;
    expect(characteristics).toMatchObject({ status: 'PROCURED', flags: ['MISSING'] });
    expect(characteristics.components.map(({ passportCode }) => passportCode)).toEqual([
      gearbox.code,
      motor.code,
    ]);
    expect(relatedDocument).toHaveLength(2);
    const said = new Set(textsIn(document));
    const kept = await api.admin.tx({}, (tx) =>
      tx.query(
        `SELECT p.json -> 'data' AS data, p.json ->> 'actor' AS actor FROM ledger.payload p
         JOIN passports.passport d USING (stream) WHERE d.code = $1 ORDER BY p.position`,
        [code],
      ),
    );
    const plate = new Set(textsIn(kept[0]?.['data']));
    const restrictedTexts = kept
      .flatMap(textsIn)
      .filter((text) => !plate.has(text) && !PUBLIC_WORDS.has(text));
    expect(restrictedTexts).toContain(secret);
    expect(restrictedTexts).toContain(med.accountId);
    expect(restrictedTexts.filter((text) => said.has(text))).toEqual([gearbox.code, motor.code]);
    expect(JSON.stringify(document)).not.toContain(secret);
    expect(JSON.stringify(document)).not.toContain(med.accountId);
  });

  it('has room for a thousand public files', async () => {
    const { code } = await newDevice(med, 'MED');
    const items = Array.from({ length: 1000 }, (_, i) => ({
      passport: code,
      event: {
        kind: 'passport.document_attached' as const,
        data: {
          name: `page ${i}.pdf`,
          mediaType: 'application/pdf',
          sha256: createHash('sha256').update(String(i)).digest('hex'),
          length: 1,
          cid: `bafkrei${i.toString(32).padStart(52, 'a')}`,
        },
      },
    }));
    await got(appendEvents({ client: med.client, body: { items } }));
    const { length } = await publish(med, code);
    expect(length).toBeGreaterThan(3 * 65_536);
    const { raw, body } = await documentOf(api, code);
    expect(raw).toHaveLength(length);
    expect(credential.parse(body).credentialSubject.relatedDocument).toHaveLength(1002);
    expect(await verifyAsStranger(api.url, raw)).toBe('good');
  });

  it('writes nothing while IPFS is away, and serves nothing it cannot', async () => {
    const { code } = await newDevice(med, 'MED');
    await publish(med, code);
    const folder = join(api.home, 'ipfs');
    renameSync(folder, `${folder}.away`);
    writeFileSync(folder, '');
    expect(refusalOf(await tryToPublish(med, code))).toEqual([503, 'CONTENT_UNAVAILABLE']);
    expect(refusalOf(await documentOf(api, code))).toEqual([503, 'CONTENT_UNAVAILABLE']);
    rmSync(folder);
    renameSync(`${folder}.away`, folder);
    expect(await eventsOf(code)).toHaveLength(3);
    expect((await documentOf(api, code)).status).toBe(200);
    expect(await publish(med, code)).toMatchObject({ position: 3 });
  });

  it('after a crash before the commit nothing names the document, and the next try works', async () => {
    const { code } = await newDevice(med, 'MED');
    await publish(med, code);
    await api.admin.tx({}, (tx) =>
      tx.query(`
        CREATE FUNCTION public.crash() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN RAISE EXCEPTION ''power cut''; END';
        CREATE CONSTRAINT TRIGGER crash AFTER INSERT ON credentials.publication
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.crash()`),
    );
    expect((await tryToPublish(med, code, 'again')).status).toBe(500);
    await api.admin.tx({}, (tx) => tx.query('DROP FUNCTION public.crash() CASCADE'));
    expect(await eventsOf(code)).toHaveLength(3);
    expect((await publicationsOf(code)).meta.total).toBe(1);
    expect(await publish(med, code, 'again')).toMatchObject({ position: 3 });
  });

  it('is for who may publish, and for the owner', async () => {
    const { id, code } = await newDevice(med, 'MED');
    const engineer = await api.as('ENGINEER', { organization: { id: med.organizationId } });
    expect(refusalOf(await tryToPublish(engineer, code))).toEqual([403, 'NOT_PERMITTED']);
    for (const ref of [code, id]) {
      expect(refusalOf(await tryToPublish(rival, ref))).toEqual([404, 'PASSPORT_UNKNOWN']);
    }
    expect(refusalOf(await tryToPublish(med, 'DP-MED-2601-PF-CN-999999-0A'))[0]).toBe(400);
    const nobody = await api.send({
      method: 'POST',
      url: `${pathOf(code)}/publication`,
      key: false,
    });
    expect(refusalOf(nobody)).toEqual([401, 'SIGN_IN_REQUIRED']);
    expect(await eventsOf(code)).toHaveLength(1);
  });

  it('after a transfer each version has the key of who published it', async () => {
    const { id, code } = await newDevice(med, 'MED');
    await publish(med, code);
    await api.admin.tx({}, (tx) =>
      tx.execute('UPDATE passports.passport SET org_id = $2 WHERE id = $1', [
        id,
        rival.organizationId,
      ]),
    );
    await publish(rival, code);
    const { data } = await publicationsOf(code);
    expect(data).toMatchObject([
      { organizationId: rival.organizationId },
      { organizationId: med.organizationId },
    ]);
    for (const query of ['', '?position=1']) {
      expect(await verifyAsStranger(api.url, (await documentOf(api, code, query)).raw)).toBe(
        'good',
      );
    }
  });

  it('no organisation sees another’s key', async () => {
    await publish(med, (await newDevice(med, 'MED')).code);
    const rows = (organizationId?: string) =>
      api.database.tx(organizationId === undefined ? {} : { organizationId }, (tx) =>
        tx.query('SELECT org_id, private_sealed, public_key FROM credentials.issuer_key'),
      );
    const [own] = await rows(med.organizationId);
    expect(own).toMatchObject({ org_id: med.organizationId });
    const shown = await api.send({ url: `/issuers/${med.organizationId}/did.json`, key: false });
    const publicKey = own?.['public_key'];
    expect(publicKey).toBeInstanceOf(Buffer);
    expect(shown.raw.toString()).toContain(
      encodePublicKey(z.instanceof(Uint8Array).parse(publicKey)),
    );
    expect(await rows()).toEqual([]);
    expect(
      (await rows(rival.organizationId)).filter(({ org_id }) => org_id !== rival.organizationId),
    ).toEqual([]);
  });
});

/** What a document says of every device, or of what is public by decision. */
const PUBLIC_WORDS = new Set(['PROCURED', 'MISSING', 'gearbox', 'motor']);

/** Every text in a JSON value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
