import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { listDocuments } from '@luna/api-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPassport, refusalOf } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { scannerCheck } from './documents.public.ts';
import { png } from './rules/testing/sample-files.ts';
import { attach, sha256Of, text } from './testing/attach.ts';
import { fakeClamd, type FakeClamd } from './testing/fake-clamd.ts';
import { CLAMD_NEEDED, EICAR, hasClamd, startClamd } from './testing/start-clamd.ts';

const act = z.object({ data: z.object({ act: z.string(), details: z.unknown() }) });
const infected = { bytes: EICAR, type: 'text/plain', name: 'a.txt' };

const actsOf = async (api: TestApi) => {
  const rows = await api.admin.tx({}, (tx) =>
    tx.rows(
      z.object({ json: act }),
      `SELECT json FROM ledger.payload p JOIN ledger.event e USING (stream, position)
       WHERE e.kind = 'audit.acted' AND json -> 'data' ->> 'act' = 'document.infected' ORDER BY e.position`,
    ),
  );
  return rows.map(({ json }) => json.data.details);
};
const kept = (api: TestApi) =>
  ['documents', 'ipfs'].flatMap((name) => {
    const folder = join(api.home, name);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);
  });

describe('quarantine', () => {
  let api: TestApi;
  let fake: FakeClamd;
  let serial = 0;
  let code: string;
  beforeAll(async () => {
    fake = await fakeClamd();
    api = await startTestApi({ env: { CLAMD_URL: fake.url }, checks: [scannerCheck(fake.url)] });
  });
  afterAll(async () => {
    await api.close();
    await fake.stop();
  });
  beforeEach(async () => {
    ({ code } = await createPassport(api, `Q-${(serial += 1)}`));
    fake.answer = (socket) => socket.end('stream: OK\0');
  });

  const documents = () => got(listDocuments({ client: api.client, path: { id: code } }));

  it.each([
    ['restricted', infected],
    ['public', { bytes: png({ extra: [] }) }],
  ])('keeps nothing of an infected %s file, and records it', async (_, file) => {
    fake.answer = (socket) => socket.end('stream: Eicar-Signature FOUND\0');
    const [before, acts] = [kept(api), await actsOf(api)];
    const refused = await attach(api, code, file);
    expect(refusalOf(refused)).toEqual([422, 'FILE_INFECTED']);
    expect(kept(api)).toEqual(before);
    expect(await documents()).toEqual([]);
    const details = { sha256: sha256Of(file.bytes), found: 'Eicar-Signature' };
    expect(await actsOf(api)).toEqual([...acts, details]);
  });

  it('takes nothing while the scanner does not answer, and the same file afterwards', async () => {
    const before = kept(api);
    fake.answer = (socket) => socket.end('stream: O');
    const refused = await attach(api, code, { bytes: png() });
    expect(refusalOf(refused)).toEqual([503, 'SCANNER_UNAVAILABLE']);
    expect(refused.body).toMatchObject({ retryable: true });
    expect(kept(api)).toEqual(before);
    expect(await documents()).toEqual([]);
    fake.answer = (socket) => socket.end('stream: OK\0');
    expect(await attach(api, code, { bytes: png() })).toMatchObject({ status: 201 });
  });

  it('shows a file to nobody before the scanner has said that it is clean', async () => {
    const bytes = text('waiting');
    const before = kept(api);
    let release: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      fake.answer = (socket) => {
        release = () => socket.end('stream: OK\0');
        resolve();
      };
    });
    const uploading = attach(api, code, { bytes, type: 'text/plain', name: 'a.txt' });
    await asked;
    const url = `/api/v1/passports/${code}/documents/${sha256Of(bytes)}`;
    expect(refusalOf(await api.send({ url }))).toEqual([404, 'DOCUMENT_NOT_FOUND']);
    expect(await documents()).toEqual([]);
    expect(kept(api)).toEqual(before);
    release?.();
    expect(await uploading).toMatchObject({ status: 201 });
    expect((await api.send({ url })).raw).toEqual(bytes);
  });

  it('scans once more before a restricted file becomes public', async () => {
    expect(await attach(api, code, infected)).toMatchObject({ status: 201 });
    fake.answer = (socket) => socket.end('stream: Newly.Known FOUND\0');
    const url = `/api/v1/passports/${code}/documents/${sha256Of(EICAR)}/publish`;
    const before = kept(api);
    expect(refusalOf(await api.send({ method: 'POST', url }))).toEqual([422, 'FILE_INFECTED']);
    expect(kept(api)).toEqual(before);
    expect(await documents()).toMatchObject([{ cid: null }]);
  });

  it('/health/scanner tells whether it answers', async () => {
    const health = () => api.send({ url: '/health/scanner', key: false });
    fake.answer = (socket) => socket.end('PONG\0');
    expect(await health()).toMatchObject({ status: 200 });
    fake.answer = (socket) => socket.end();
    expect(await health()).toMatchObject({ status: 503 });
  });
});

describe.skipIf(!hasClamd())(`quarantine with a real clamd (${CLAMD_NEEDED})`, () => {
  it('refuses the EICAR file and takes another', async () => {
    const clamd = await startClamd(1024 * 1024);
    const api = await startTestApi({ env: { CLAMD_URL: clamd.url } });
    const { code } = await createPassport(api, 'R-1');
    expect(refusalOf(await attach(api, code, infected))).toEqual([422, 'FILE_INFECTED']);
    expect(await actsOf(api)).toMatchObject([{ found: 'Luna.Test.Eicar.UNOFFICIAL' }]);
    expect(await attach(api, code, { bytes: png() })).toMatchObject({ status: 201 });
    await api.close();
    await clamd.stop();
  });
});
