import { createHash } from 'node:crypto';
import { appendEvent, getEvidence, type NewEvent } from '@luna/api-client';
import { parseEvidence, verifyEvidence, type Evidence } from '@luna/evidence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, note, refusalOf } from '../../testing/bodies.ts';
import { got, refused } from '../../testing/client-results.ts';
import {
  createLogKeeper,
  TEST_CONTRACT,
  testTrust,
  type LogKeeper,
} from '../../testing/seal-log.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('GET /api/v1/passports/:id/evidence', () => {
  let api: TestApi;
  let keeper: LogKeeper;
  let serial = 0;
  beforeAll(async () => {
    api = await startTestApi({ trust: await testTrust() });
    keeper = await createLogKeeper(api.test, api.content);
  });
  afterAll(async () => {
    await keeper.close();
    await api.close();
  });

  const fresh = () => createPassport(api, `V-${(serial += 1)}`);
  const append = (code: string, body: NewEvent) =>
    got(appendEvent({ client: api.client, path: { id: code }, body }));
  const ask = (id: string, client = api.client) => getEvidence({ client, path: { id } });
  const evidence = async (id: string, client = api.client): Promise<Evidence> =>
    parseEvidence(Buffer.from(JSON.stringify(await got(ask(id, client)))));
  /** Without a chain: everything but the anchor itself is judged. */
  const checks = async (file: Evidence, code: string) => {
    const trust = await testTrust();
    const verification = await verifyEvidence(file, { code, trust, chain: null, now: 0 });
    return Object.fromEntries(verification.checks.map(({ name, status }) => [name, status]));
  };

  it('proves a history that a finalised anchor covers', async () => {
    const { code, id } = await fresh();
    await append(code, note('first'));
    const size = await keeper.seal();
    await keeper.anchor();
    const file = await evidence(code);
    expect(file).toMatchObject({
      format: 'luna-evidence',
      code,
      inclusion: { size },
      anchor: { chainId: 31_337, contract: TEST_CONTRACT, size, index: 1, time: 1_795_000_001 },
    });
    expect(file.entries).toHaveLength(2);
    expect(file.pending).toBeUndefined();
    expect(await checks(file, code)).toEqual({
      code: 'pass',
      payloads: 'pass',
      history: 'pass',
      inclusion: 'pass',
      checkpoint: 'pass',
      anchor: 'not-checked',
      time: 'not-checked',
      documents: 'pass',
    });
    expect(await evidence(id)).toEqual(file);
    expect((await ask(code)).response?.headers.get('cache-control')).toBe('no-store');
  });

  it('is a file too, which /p/:code offers once there is one', async () => {
    const { code } = await fresh();
    await append(code, note('restricted'));
    const type = 'application/vnd.luna.evidence+json';
    const page = (accept: string) =>
      api.send({ url: `/p/${code}`, key: false, headers: { accept } });
    const file = `/api/v1/passports/${code}/evidence/file`;
    expect(refusalOf(await page(type))).toEqual([406, 'NOT_ACCEPTABLE']);
    expect(refusalOf(await api.send({ url: file }))).toEqual([409, 'NOT_ANCHORED_YET']);
    await keeper.seal();
    await keeper.anchor();
    const answer = await page(type);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': type } });
    expect(parseEvidence(answer.raw)).toEqual(await evidence(code, api.connect()));
    expect((await api.send({ url: file, key: false })).raw).toEqual(answer.raw);
    expect(parseEvidence((await api.send({ url: file })).raw)).toEqual(await evidence(code));
    expect(String((await page('application/json')).headers['link'])).toContain(file);
  });

  it('sends newer entries along as pending, sealed or not, until an anchor covers them', async () => {
    const { code } = await fresh();
    await keeper.seal();
    await keeper.anchor();
    await append(code, note('sealed'));
    await keeper.seal();
    await append(code, note('unsealed'));
    const before = await evidence(code);
    expect([before.entries.length, before.pending?.length]).toEqual([1, 2]);
    expect(await checks(before, code)).toMatchObject({ history: 'pass', inclusion: 'pass' });
    await keeper.anchor();
    const after = await evidence(code);
    expect([after.entries.length, after.pending?.length]).toEqual([2, 1]);
    expect(await checks(after, code)).toMatchObject({ history: 'pass', inclusion: 'pass' });
  });

  it('discloses public payloads to everybody and the others to the holder of the key', async () => {
    const { code } = await fresh();
    await append(code, note('inside'));
    await append(code, note('outside', { access: ['public', 'owner'] }));
    await keeper.seal();
    await keeper.anchor();
    const shown = (file: Evidence) => file.entries.map(({ payload }) => payload !== undefined);
    expect(shown(await evidence(code, api.connect()))).toEqual([true, false, true]);
    expect(shown(await evidence(code))).toEqual([true, true, true]);
    expect(await checks(await evidence(code, api.connect()), code)).toMatchObject({
      payloads: 'not-checked',
      inclusion: 'pass',
    });
  });

  it('brings the bytes of public documents along', async () => {
    const { code } = await fresh();
    const bytes = Buffer.from('%PDF-1.7 manual');
    const cid = await api.content.addFile(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const data = { name: 'Manual', mediaType: 'application/pdf', sha256, length: bytes.length };
    await append(code, { kind: 'passport.document_attached', data });
    await append(code, { kind: 'passport.document_published', data: { sha256, cid } });
    const elsewhere = {
      ...data,
      sha256: 'e'.repeat(64),
      cid: 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku',
    };
    await append(code, { kind: 'passport.document_attached', data: elsewhere });
    await keeper.seal();
    await keeper.anchor();
    const file = await evidence(code);
    expect(file.documents).toEqual([
      { sha256, mediaType: 'application/pdf', bytes: bytes.toString('base64') },
    ]);
    expect(await checks(file, code)).toMatchObject({ documents: 'not-checked' });
  });

  it('says so while nothing final covers a passport', async () => {
    const { code } = await fresh();
    const waiting = [409, 'NOT_ANCHORED_YET'];
    expect(await refused(ask(code))).toEqual(waiting);
    await keeper.seal();
    expect(await refused(ask(code))).toEqual(waiting);
    await keeper.anchor({ finalised: false });
    expect(await refused(ask(code))).toEqual(waiting);
    expect(await ask(code)).toMatchObject({ error: { retryable: true } });
  });

  it('passes over anchors that a successor has withdrawn, or that are not of our making', async () => {
    const { code } = await fresh();
    const size = await keeper.seal();
    await keeper.anchor();
    await append(code, note('x'));
    await keeper.seal();
    const contract = Buffer.alloc(20, 0xdd);
    await keeper.anchor({ contract });
    expect((await evidence(code)).entries).toHaveLength(2);
    await keeper.database.tx({}, async (tx) => {
      await tx.execute(
        `INSERT INTO chain.contract_event (chain_id, contract, name, arguments, tx_hash, log_in_tx,
           block_number, block_hash, log_index, block_time, followed_at, finalised)
         VALUES (31337, $1, 'Retired', '{"lastHonestIndex": "1"}', $2, 0, 99, $2, 0, 1, 99, true)`,
        [contract, Buffer.alloc(32, 99)],
      );
      // A forged anchor: a root that we never signed.
      await tx.execute(
        `INSERT INTO chain.anchor (chain_id, contract, anchor_index, size, root, manifest, tx_hash,
           log_in_tx, block_number, block_hash, log_index, block_time, followed_at, finalised)
         VALUES (31337, $1, 77, 1000000, $2, $2, $2, 0, 98, $2, 0, 1, 98, true)`,
        [Buffer.alloc(20, 0xc0), Buffer.alloc(32, 98)],
      );
    });
    const file = await evidence(code);
    expect(file.anchor.size).toBe(size);
    expect([file.entries.length, file.pending?.length]).toEqual([1, 1]);
  });

  it.each([
    ['DP-MED-2601-PF-CN-000001-0B', [400, 'CODE_CHECK']],
    ['DP-XYZ-2601-PF-CN-000001-5E', [404, 'PASSPORT_UNKNOWN']],
  ])('refuses %s', async (code, expected) => {
    expect(await refused(ask(code, api.connect()))).toEqual(expected);
  });
});
