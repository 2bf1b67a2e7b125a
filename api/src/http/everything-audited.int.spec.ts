import {
  acceptTransfer,
  appendEvent,
  attachDocument,
  changePassport,
  createKey,
  createPassport,
  decideOrganization,
  erasePayload,
  getEvidence,
  invite,
  offerTransfer,
  publishDocument,
  publishPassport,
  registerOrganization,
  replacePart,
  revokeKey,
  revokePublication,
  rotateIssuerKey,
  type NewEvent,
  type NewPassport,
} from '@luna/api-client';
import { auditDatabase } from '@luna/audit';
import { connect } from '@luna/database';
import { parseEvidence, verifyEvidence } from '@luna/evidence';
import { KINDS } from '@luna/record';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newPassportBody } from '../testing/bodies.ts';
import { got } from '../testing/client-results.ts';
import { importMachines } from '../testing/imported-machines.ts';
import { createLogKeeper, testTrust } from '../testing/seal-log.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

/** One of everything the api writes, then the operator's audit and the evidence of every device. */
describe('audit and evidence over everything the api writes', () => {
  let api: TestApi;
  let codes: string[];
  beforeAll(async () => {
    // A domain, because only names can be issuers (did:web).
    api = await startTestApi({
      trust: await testTrust(),
      env: { PUBLIC_URL: 'https://luna.test' },
    });
    codes = await writeEverything(api);
    const keeper = await createLogKeeper(api.test, api.content);
    await keeper.seal();
    await keeper.anchor();
    await keeper.close();
  }, 240_000);
  afterAll(() => api.close());

  it('writes at least one event of every kind', async () => {
    const row = z.object({ kind: z.string() });
    const found = await api.admin.tx({}, (tx) =>
      tx.rows(row, 'SELECT DISTINCT kind FROM ledger.event ORDER BY kind'),
    );
    expect(found.map(({ kind }) => kind)).toEqual([...KINDS].sort());
  });

  it('leaves nothing for the audit to find', async () => {
    const database = await connect({ url: api.test.auditUrl, poolSize: 1 });
    const report = await auditDatabase({
      database,
      trust: await testTrust(),
      anchors: { unavailable: 'no chain in this test' },
      read: (cid) => api.content.get(cid),
    });
    await database.close();
    expect(report.findings).toEqual([]);
    expect(report.looked.get('leaves')).toBeGreaterThan(codes.length);
    expect([...report.skipped.keys()]).toEqual(['anchors', 'manifests']);
  });

  it('leaves evidence of every device with nothing amiss', async () => {
    const trust = await testTrust();
    for (const code of codes) {
      for (const client of [api.client, api.connect()]) {
        const file = await got(getEvidence({ client, path: { id: code } }));
        const evidence = parseEvidence(Buffer.from(JSON.stringify(file)));
        const { verdict, checks } = await verifyEvidence(evidence, {
          code,
          trust,
          chain: null,
          now: 0,
        });
        const amiss = checks.filter(({ status }) => status === 'fail');
        // Only the chain, which this test does not have, keeps it from VERIFIED.
        expect([code, amiss, verdict]).toEqual([code, [], 'CANNOT_CHECK_NOW']);
      }
    }
  });
});

/** Tells the codes of the devices that were written about. */
async function writeEverything(api: TestApi): Promise<string[]> {
  const { client } = api;
  const buyer = await api.as('ADMIN', { organization: 'new', code: 'BUY' });
  const create = (serialNumber: string, more: Partial<NewPassport> = {}) =>
    got(createPassport({ client, body: newPassportBody(serialNumber, more) }));
  const press = await create('1');
  const part = await create('2');
  const old = await create('3', { takenOver: { status: 'IN_SERVICE', reason: 'older than us' } });
  const path = { id: press.code };
  const append = (body: NewEvent) => got(appendEvent({ client, path, body }));

  const note = await append({
    kind: 'passport.noted',
    data: { severity: 'info', text: 'Frau N.' },
  });
  await got(
    erasePayload({ client, path: { ...path, position: note.position }, body: { reason: 'asked' } }),
  );
  await append({
    kind: 'passport.located',
    data: { place: 'Hall 3', country: 'DE' },
    access: ['owner'],
  });
  await append({ kind: 'passport.serviced', data: { work: 'Seal changed', hours: 1.5 } });
  await append({ kind: 'passport.inspected', data: { result: 'pass' } });
  const tested = await append({ kind: 'passport.tested', data: { test: 'Leak', result: 'fail' } });
  const corrects = { stream: press.stream, position: tested.position, leaf: tested.leafHash };
  await append({ kind: 'passport.corrected', data: { corrects, reason: 'it passed' } });
  const sha256 = 'ab'.repeat(32);
  await append({ kind: 'passport.measured', data: { quantity: 'Pressure', readings: 9, sha256 } });
  await append({
    kind: 'passport.flagged',
    data: { flag: 'RECALLED', raised: true, reason: 'valve' },
  });
  await got(changePassport({ client, path, body: { status: 'PROCURED', name: 'Press 1' } }));
  await got(replacePart({ client, path, body: { part: 'gearbox', installed: part.code } }));

  const file = new Blob(['Manual, page 1\n'], { type: 'text/plain' });
  const document = await got(attachDocument({ client, path, body: { file, access: 'owner' } }));
  await got(publishDocument({ client, path: { ...path, sha256: document.sha256 } }));
  const { position } = await got(publishPassport({ client, path }));
  await got(
    revokePublication({ client, path: { ...path, position }, body: { reason: 'too early' } }),
  );
  await got(rotateIssuerKey({ client }));

  const offer = await got(offerTransfer({ client, path: { id: old.code }, body: { to: 'BUY' } }));
  await got(acceptTransfer({ client: buyer.client, path: { id: offer.id } }));
  await companyActs(api);
  await importMachines(api, 'MSF', null);
  return [press.code, part.code, old.code];
}

/** What companies, people and keys do: each is an audit event. */
async function companyActs(api: TestApi): Promise<void> {
  const admin = await api.as('ADMIN');
  const { client } = admin;
  const made = await got(registerOrganization({ client, body: { name: 'Newcomer', code: 'NEW' } }));
  await got(decideOrganization({ client, path: { id: made.id }, body: { status: 'APPROVED' } }));
  await got(invite({ client, body: { email: 'anna@example.com', role: 'OPERATOR' } }));
  const scopes = ['passports:read:org'];
  const key = await got(createKey({ client, body: { name: 'Line 3', role: 'OPERATOR', scopes } }));
  await got(revokeKey({ client, path: { id: key.id } }));
}
