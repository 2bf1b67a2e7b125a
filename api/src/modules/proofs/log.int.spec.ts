import { appendEvents, getLogStatus } from '@luna/api-client';
import { connect } from '@luna/database';
import {
  decodeBundle,
  entriesPath,
  hashLeaf,
  openCheckpoint,
  rootOf,
  tilePath,
  tileWidth,
  verifierFrom,
} from '@luna/tlog';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPassport, note, refusalOf } from '../../testing/bodies.ts';
import { createLogKeeper, testTrust, type LogKeeper } from '../../testing/seal-log.ts';
import { got } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('/log', () => {
  let api: TestApi;
  let keeper: LogKeeper;
  let code: string;
  beforeAll(async () => {
    api = await startTestApi({ trust: await testTrust() });
    keeper = await createLogKeeper(api.test, api.content);
    ({ code } = await createPassport(api, 'log-1'));
  });
  afterAll(async () => {
    await keeper.close();
    await api.close();
  });

  const get = (path: string) => api.send({ url: `/log/${path}`, key: false });
  const grow = async (count: number) => {
    for (let left = count; left > 0; left -= 1000) {
      const items = Array.from({ length: Math.min(left, 1000) }, () => ({
        passport: code,
        event: note('x'),
      }));
      await got(appendEvents({ client: api.client, body: { items } }));
    }
  };
  const source = {
    read: (tiles: readonly { level: number; index: number; width: number }[]) =>
      Promise.all(tiles.map(async (tile) => new Uint8Array((await get(tilePath(tile))).raw))),
  };

  it('has nothing before the first checkpoint', async () => {
    expect(refusalOf(await get('checkpoint'))).toEqual([503, 'LOG_NOT_STARTED']);
    expect(refusalOf(await get('tile/0/000.p/1'))).toEqual([404, 'TILE_UNKNOWN']);
  });

  it('serves the newest checkpoint, its keys, and exactly the tiles it covers', async () => {
    await keeper.seal();
    await grow(699);
    expect(await keeper.seal()).toBe(700);
    const { logKeys, origin } = await testTrust();
    const vkey = await get('vkey');
    expect(vkey.raw.toString()).toBe(`${logKeys[0]}\n`);
    const checkpoint = await get('checkpoint');
    expect(checkpoint.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=2',
    });
    const opened = await openCheckpoint(checkpoint.raw.toString(), origin, [
      await verifierFrom(vkey.raw.toString().trimEnd()),
    ]);
    expect(opened.size).toBe(700);
    // Also of the earlier size, whose partial tiles stay available.
    expect(await rootOf(source, 700)).toEqual(opened.root);
    expect(await rootOf(source, 1)).toHaveLength(32);
  });

  it('serves every width up to the checkpoint and refuses wider', async () => {
    const full = await get('tile/0/001');
    expect(full.raw).toHaveLength(256 * 32);
    expect(full.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    for (const width of [1, 100, 188]) {
      const tile = await get(`tile/0/002.p/${width}`);
      expect(tile.raw).toHaveLength(width * 32);
      const prefix = (await get('tile/0/002.p/188')).raw.subarray(0, width * 32);
      expect(tile.raw.equals(prefix)).toBe(true);
    }
    expect((await get('tile/1/000.p/2')).raw).toHaveLength(64);
    for (const path of ['tile/0/002.p/189', 'tile/0/002', 'tile/0/003.p/1', 'tile/1/000.p/3']) {
      const answer = await get(path);
      expect(refusalOf(answer)).toEqual([404, 'TILE_UNKNOWN']);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  it('serves bundles whose entries are the leaves of the tiles', async () => {
    for (const [index, width] of [
      [0, 256],
      [2, 188],
      [2, 1],
    ] as const) {
      const bundle = decodeBundle((await get(entriesPath({ index, width }))).raw);
      const tile = (await get(tilePath({ level: 0, index, width }))).raw;
      expect(Buffer.concat(bundle.map(hashLeaf)).equals(tile)).toBe(true);
    }
    expect(refusalOf(await get('tile/entries/002.p/189'))).toEqual([404, 'TILE_UNKNOWN']);
    expect(tileWidth(0, 2, 700)).toBe(188);
  });

  it('does not serve what is sealed but not signed', async () => {
    await grow(1);
    await keeper.database.tx({}, async (tx) => {
      // The sealer's first half: the tile has grown, the checkpoint has not.
      await tx.execute(
        `UPDATE log.tile SET hashes = hashes || $1 WHERE level = 0 AND tile_index = 2`,
        [Buffer.alloc(32, 1)],
      );
    });
    expect(refusalOf(await get('tile/0/002.p/189'))).toEqual([404, 'TILE_UNKNOWN']);
    expect((await get('tile/0/002.p/188')).raw).toHaveLength(188 * 32);
  });

  it.each([
    'tile/0/0',
    'tile/00/000',
    'tile/0/x000/000',
    'tile/0/001.p/256',
    'tile/0/001.p/0',
    'tile/64/000',
    'tile/entries/1',
    'tile/0/001/',
    'tile/0/00%31',
    'tile/-1/000',
  ])('refuses the path %s, which C2SP does not write', async (path) => {
    expect(refusalOf(await get(path))).toEqual([404, 'PATH_INVALID']);
  });

  it('answers HEAD, and ignores queries', async () => {
    const head = await fetch(`${api.url}/log/tile/0/000`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '8192']);
    expect((await get('tile/0/000?x=1')).raw).toHaveLength(8192);
  });

  it('tells how far the log has come', async () => {
    expect(await got(getLogStatus({ client: api.connect() }))).toMatchObject({
      sealed: 700,
      signed: 700,
      published: 0,
      mined: 0,
      unsealed: 1,
      anchored: null,
    });
  });

  it('answers with an error, never with less, when the log has lost what it signed', async () => {
    const admin = await connect({ url: api.test.adminUrl, poolSize: 1 });
    await admin.tx({}, (tx) =>
      tx.query(`SET LOCAL event_triggers = off; ALTER TABLE log.leaf DISABLE TRIGGER USER;
        ALTER TABLE log.tile DISABLE TRIGGER USER;
        DELETE FROM log.leaf WHERE leaf_index = 600; DELETE FROM log.tile WHERE tile_index = 2`),
    );
    await admin.close();
    expect(await get('tile/entries/001')).toMatchObject({ status: 200 });
    for (const path of ['tile/entries/002.p/188', 'tile/0/002.p/188']) {
      expect(await get(path)).toMatchObject({ status: 500 });
    }
  });
});
