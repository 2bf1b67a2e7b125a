import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appendEvent, getEvidence, type NewEvent } from '@luna/api-client';
import { parseEvidence, verifyEvidence, type Evidence } from '@luna/evidence';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPassport } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { createLogKeeper, testTrust, type LogKeeper } from '../../testing/seal-log.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { pdf, png } from './rules/testing/sample-files.ts';
import { attach, sha256Of, text } from './testing/attach.ts';

const MiB = 1024 * 1024;

describe('documents in evidence', () => {
  let api: TestApi;
  let keeper: LogKeeper;
  let serial = 0;
  let code: string;
  beforeAll(async () => {
    api = await startTestApi({ trust: await testTrust() });
    keeper = await createLogKeeper(api.test, api.content);
  });
  afterAll(async () => {
    await keeper.close();
    await api.close();
  });
  beforeEach(async () => {
    ({ code } = await createPassport(api, `E-${(serial += 1)}`));
  });

  const anybody = {
    get client() {
      return api.connect();
    },
  };
  const certificate = { bytes: pdf(), type: 'application/pdf', name: 'certificate.pdf' };
  const photo = { bytes: png() };
  const evidence = async ({ client }: Pick<TestApi, 'client'>): Promise<Evidence> => {
    const file = await got(getEvidence({ client, path: { id: code } }));
    return parseEvidence(Buffer.from(JSON.stringify(file)));
  };
  /** Their digests, and what the verifier says of them. */
  const documents = async (reader: Pick<TestApi, 'client'>) => {
    const file = await evidence(reader);
    const trust = await testTrust();
    const { checks } = await verifyEvidence(file, { code, trust, chain: null, now: 0 });
    const check = checks.find(({ name }) => name === 'documents');
    return [file.documents.map(({ sha256 }) => sha256), check?.status, check?.code];
  };
  const anchor = async () => {
    await keeper.seal();
    await keeper.anchor();
  };
  const append = (body: NewEvent) =>
    got(appendEvent({ client: api.client, path: { id: code }, body }));

  it('brings everything to the owner, and to everybody what is public', async () => {
    await attach(api, code, photo);
    await attach(api, code, certificate);
    await anchor();
    const all = [sha256Of(photo.bytes), sha256Of(certificate.bytes)];
    expect(await documents(api)).toEqual([all, 'pass', 'DOCUMENTS_MATCH']);
    expect(await documents(anybody)).toEqual([all.slice(0, 1), 'pass', 'DOCUMENTS_MATCH']);
    const stranger = await api.as('ADMIN', { organization: 'new' });
    expect(await documents(stranger)).toEqual(await documents(anybody));
    const [first] = (await evidence(anybody)).documents;
    expect(first).toMatchObject({
      mediaType: 'image/png',
      bytes: photo.bytes.toString('base64'),
    });
  });

  it('is found out when a document is not the one that was attached', async () => {
    await attach(api, code, certificate);
    await anchor();
    const file = await evidence(api);
    const bytes = Buffer.from(pdf('/Lang (fr)')).toString('base64');
    const forged = { ...file, documents: file.documents.map((one) => ({ ...one, bytes })) };
    const trust = await testTrust();
    const { checks } = await verifyEvidence(forged, { code, trust, chain: null, now: 0 });
    const failed = checks.filter(({ status }) => status === 'fail').map(({ name }) => name);
    expect(failed).toEqual(['documents']);
  });

  it('a digest written into another history opens nothing', async () => {
    await attach(api, code, certificate);
    const thief = await api.as('ADMIN', { organization: 'new', code: 'QQX' });
    ({ code } = await createPassport(thief, 'c', { company: 'QQX' }));
    const { client } = thief;
    const sha256 = sha256Of(certificate.bytes);
    const { length } = certificate.bytes;
    const data = { name: 'a.pdf', mediaType: 'application/pdf', sha256, length };
    const body = { kind: 'passport.document_attached', data } as const;
    await got(appendEvent({ client, path: { id: code }, body }));
    await anchor();
    expect(await documents(thief)).toEqual([[], 'not-checked', 'DOCUMENTS_PARTLY_PRESENT']);
  });

  it('leaves out what is damaged, lost, or not what was said', async () => {
    await attach(api, code, certificate);
    await attach(api, code, { bytes: text('fine'), type: 'text/plain', name: 'a.txt' });
    const sha256 = sha256Of(certificate.bytes);
    const file = join(api.home, 'documents', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    writeFileSync(file, 'damaged');
    const other = await api.content.addFile(text('other bytes'));
    const block = await api.content.put(Uint8Array.of(0xa0), 'dag-cbor');
    for (const [at, cid] of [other, block, 'nonsense0'].entries()) {
      const data = { name: 'x', mediaType: 'text/plain', sha256: `${at}`.repeat(64), length: 12 };
      await append({ kind: 'passport.document_attached', data: { ...data, cid } });
    }
    await anchor();
    expect(await documents(api)).toEqual([
      [sha256Of(text('fine'))],
      'not-checked',
      'DOCUMENTS_PARTLY_PRESENT',
    ]);
    await api.content.addFile(certificate.bytes);
    writeFileSync(file, certificate.bytes);
    expect((await evidence(api)).documents).toHaveLength(2);
  });

  it('has room for 32 MiB of them', async () => {
    const lines = (letter: string) => Buffer.from(`${letter.repeat(63)}\n`.repeat((15 * MiB) / 64));
    for (const letter of ['a', 'b', 'c']) {
      const file = { bytes: lines(letter), type: 'text/plain', name: `${letter}.txt` };
      expect((await attach(api, code, file)).status).toBe(201);
    }
    await attach(api, code, photo);
    await anchor();
    const started = performance.now();
    const [present, status] = await documents(api);
    expect(present).toEqual([...['a', 'b'].map((l) => sha256Of(lines(l))), sha256Of(photo.bytes)]);
    expect(status).toBe('not-checked');
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});
