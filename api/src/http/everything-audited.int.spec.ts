import { readFile } from 'node:fs/promises';
import { getEvidence } from '@luna/api-client';
import { auditDatabase, auditPublic, readChainAnchors, type ChainAnchor } from '@luna/audit';
import { createChainClients } from '@luna/chain';
import { readFromGateways } from '@luna/content';
import { connect } from '@luna/database';
import {
  jsonRpcReader,
  parseEvidence,
  parseTrust,
  verifyEvidence,
  type Trust,
} from '@luna/evidence';
import { startStand, type Stand } from '@luna/indexer/testing';
import { KINDS } from '@luna/record';
import { required } from '@luna/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anchorEverything } from '../../../packages/audit/src/testing/anchor-everything.ts';
import { got } from '../testing/client-results.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { writeEverything } from '../testing/write-everything.ts';

/** Those of `luna keys`, and those that begin with a letter, are written elsewhere. */
const ACTS = [
  'audit.listed',
  'document.published',
  'import.started',
  'invitation.revoked',
  'invitation.sent',
  'issuer_key.created',
  'issuer_key.revoked',
  'issuer_key.rotated',
  'key.created',
  'key.revoked',
  'member.ended',
  'member.role_changed',
  'organization.approved',
  'organization.read',
  'organization.registered',
  'organization.rejected',
  'organization.suspended',
  'organization.updated',
  'organizations.listed',
  'passport.payload_erased',
  'passport_document.published',
  'passport_document.revoked',
  'password.changed',
  'session.all_ended',
  'session.ended',
  'session.reuse_detected',
  'session.started',
  'session.switched',
  'totp.begun',
  'totp.codes_renewed',
  'totp.disabled',
  'totp.enabled',
  'transfer.accepted',
  'transfer.offered',
  'transfer.refused',
  'transfer.withdrawn',
  'wallet.linked',
  'wallet.unlinked',
];

/** One of everything the api writes, sealed, published and anchored on a chain; then everybody's checks. */
describe('audit and evidence over everything the api writes', () => {
  let stand: Stand;
  let api: TestApi;
  let trust: Trust;
  let rpcUrls: string[];
  let anchors: ChainAnchor[];
  beforeAll(async () => {
    stand = await startStand();
    const { CHAIN_ID: chainId, PASSPORT_LOG: passportLog } = stand.config;
    trust = parseTrust({ ...stand.trust, chainId, passportLog });
    rpcUrls = required(stand.config, 'RPC_URLS');
    // A domain, because only names can be issuers (did:web).
    api = await startTestApi({ trust, stand, env: { PUBLIC_URL: 'https://luna.test' } });
    await writeEverything(api);
    await anchorEverything(stand);
    const clients = createChainClients({ chainId, urls: rpcUrls });
    anchors = await readChainAnchors(clients, trust.passportLog, 0);
  }, 240_000);
  afterAll(async () => {
    await api.close();
    await stand.stop();
  });

  const texts = async (sql: string) => {
    const row = z.object({ text: z.string() });
    return (await api.admin.tx({}, (tx) => tx.rows(row, sql))).map(({ text }) => text);
  };
  const devices = () => texts('SELECT code AS text FROM passports.passport ORDER BY code');

  /** What `luna audit` does. */
  async function operatorsAudit() {
    const mark = z.object({ size: z.int(), root: z.string() });
    const { signedMark } = stand.config.paths;
    const database = await connect({ url: api.test.auditUrl, poolSize: 1 });
    const report = await auditDatabase({
      database,
      trust,
      anchors,
      read: (cid) => api.content.get(cid),
      signedMark: mark.parse(JSON.parse(await readFile(signedMark, 'utf8'))),
    });
    await database.close();
    return report;
  }

  /** Of a device, as its owner and as anybody; with what they may see, and the chain. */
  async function verdicts(code: string) {
    const chain = jsonRpcReader(rpcUrls);
    const all = [];
    for (const client of [api.client, api.connect()]) {
      const file = await got(getEvidence({ client, path: { id: code } }));
      const evidence = parseEvidence(Buffer.from(JSON.stringify(file)));
      const options = { code, trust, chain, now: Date.now() };
      const { verdict, checks } = await verifyEvidence(evidence, options);
      all.push({ code, verdict, amiss: checks.filter(({ status }) => status === 'fail') });
    }
    return all;
  }

  it('writes at least one event of every kind, and of every act', async () => {
    const kinds = await texts('SELECT DISTINCT kind AS text FROM ledger.event ORDER BY kind');
    expect(kinds).toEqual([...KINDS].sort());
    const acts = await texts(
      `SELECT DISTINCT json #>> '{data,act}' AS text FROM ledger.payload
       JOIN ledger.event USING (stream, position) WHERE kind = 'audit.acted'`,
    );
    expect(acts.sort()).toEqual(ACTS);
  });

  it('leaves nothing for the operator’s audit to find', async () => {
    const { findings, skipped, looked } = await operatorsAudit();
    expect(findings).toEqual([]);
    expect(skipped).toEqual(new Map());
    const [counted] = await texts('SELECT count(*)::text AS text FROM ledger.event');
    expect(Object.fromEntries(looked)).toMatchObject({
      events: Number(counted),
      leaves: Number(counted),
      anchors: anchors.length,
      manifests: anchors.length,
    });
    expect(anchors.at(-1)?.size).toBe(Number(counted));
  });

  it('leaves nothing for a stranger’s audit to find', async () => {
    const read = (cid: string) => readFromGateways([api.url], cid);
    const { findings, skipped, looked } = await auditPublic({ url: api.url, trust, anchors, read });
    expect(findings).toEqual([]);
    expect(skipped).toEqual(new Map());
    expect(looked.get('manifests')).toBe(anchors.length);
  });

  it('leaves evidence by which every device is VERIFIED, for whoever asks', async () => {
    const codes = await devices();
    expect(codes).toHaveLength(8);
    for (const code of codes) {
      const verified = { code, verdict: 'VERIFIED', amiss: [] };
      expect(await verdicts(code)).toEqual([verified, verified]);
    }
  });

  it('would not let one altered payload pass: neither audit nor evidence does', async () => {
    const [code = ''] = await texts(
      `SELECT code AS text FROM passports.passport WHERE serial_number = '1'`,
    );
    await api.admin.tx({}, (tx) =>
      tx.query(`SET LOCAL event_triggers = off;
        ALTER TABLE ledger.payload DISABLE TRIGGER USER;
        UPDATE ledger.payload SET bytes =
          convert_to(replace(convert_from(bytes, 'UTF8'), 'Seal changed', 'Seal cheated'), 'UTF8')
          WHERE json #>> '{data,work}' = 'Seal changed';
        ALTER TABLE ledger.payload ENABLE TRIGGER USER;`),
    );
    const { findings } = await operatorsAudit();
    expect(findings.map(({ code }) => code)).toContain('PAYLOAD_ALTERED');
    expect(await verdicts(code)).toMatchObject([{ verdict: 'MISMATCH' }, { verdict: 'MISMATCH' }]);
  });
});
