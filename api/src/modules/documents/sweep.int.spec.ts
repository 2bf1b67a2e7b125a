import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listDocuments, listEvents } from '@luna/api-client';
import { connect } from '@luna/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport } from '../../testing/bodies.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { diskBlobStore } from './data/disk-blob-store.ts';
import { attach, sha256Of, text } from './testing/attach.ts';
import { sweepDocuments } from './use/sweep-documents.ts';

const DAY = 24 * 3600_000;

describe('an upload that ends between keeping the bytes and naming them', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const blobOf = (bytes: Uint8Array) => {
    const sha256 = sha256Of(bytes);
    return join(api.home, 'documents', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  /** Files are as old as the machine says, whatever the api's clock. */
  const sweep = (days: number) =>
    sweepDocuments(
      api.database,
      diskBlobStore(join(api.home, 'documents')),
      Date.now() + days * DAY,
    );
  const restricted = (bytes: Uint8Array) => ({ bytes, type: 'text/plain', name: 'a.txt' });

  it('leaves a file, no row and no event; after 7 days no file', async () => {
    const { code } = await createPassport(api, 'S-1');
    const lost = text('lost');
    const kept = text('kept');
    expect((await attach(api, code, restricted(kept))).status).toBe(201);
    // The row of the passport is locked: the upload waits for it, its bytes already kept, and loses
    // its connection there.
    const other = await connect({ url: api.test.adminUrl, poolSize: 2 });
    await other.tx({}, async (tx) => {
      await tx.query('SELECT 1 FROM passports.passport WHERE code = $1 FOR UPDATE', [code]);
      const uploading = attach(api, code, restricted(lost));
      while (!existsSync(blobOf(lost))) await new Promise((resolve) => setTimeout(resolve, 5));
      let killed: unknown[] = [];
      while (killed.length === 0) {
        killed = await other.tx({}, (inner) =>
          inner.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND usename = 'luna_app' AND wait_event_type = 'Lock'`,
          ),
        );
      }
      expect((await uploading).status).toBe(503);
    });
    await other.close();
    const of = { client: api.client, path: { id: code } };
    expect(await got(listDocuments(of))).toMatchObject([{ sha256: sha256Of(kept) }]);
    expect(await got(listEvents(of))).toHaveLength(2);

    expect(await sweep(6.9)).toBe(0);
    expect(existsSync(blobOf(lost))).toBe(true);
    expect(await sweep(7.1)).toBe(1);
    expect([existsSync(blobOf(lost)), existsSync(blobOf(kept))]).toEqual([false, true]);

    expect((await attach(api, code, restricted(lost))).status).toBe(201);
    const again = await api.send({
      url: `/api/v1/passports/${code}/documents/${sha256Of(lost)}`,
    });
    expect(again.raw).toEqual(lost);
  });

  it('keeps off what a document names, and removes what has become public', async () => {
    const { code } = await createPassport(api, 'S-2');
    const bytes = text('public by and by');
    await attach(api, code, restricted(bytes));
    expect(await sweep(30)).toBe(0);
    const url = `/api/v1/passports/${code}/documents/${sha256Of(bytes)}`;
    expect((await api.send({ method: 'POST', url: `${url}/publish` })).status).toBe(201);
    expect(await sweep(30)).toBe(1);
    expect((await api.send({ url, key: false })).raw).toEqual(bytes);
  });
});
