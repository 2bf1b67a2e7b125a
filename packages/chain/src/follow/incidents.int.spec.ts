import { connect } from '@luna/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { zeroHash } from 'viem';
import { z } from 'zod';

import { follow } from '../testing/drain.ts';
import { openLab } from '../testing/lab.ts';
import type { Lab } from '../testing/lab.ts';
import { deployLog } from '../testing/passport-log.ts';
import { HONEST, startProxy } from '../testing/proxy.ts';
import type { Proxy } from '../testing/proxy.ts';
import { listAnchors } from './anchors.ts';
import { forgetDevelopmentChain } from './forget-development-chain.ts';
import { nudgeFinality } from './nudge-finality.ts';
import { readPosition } from './position.ts';

const EMPTY_BLOOM = `0x${'0'.repeat(512)}`;
const numbered = z.looseObject({ number: z.string() });

/** Tables of schema chain that the present role may change in any way. */
const WRITABLE_TABLES = `
  SELECT oid::regclass AS name FROM pg_class
  WHERE relnamespace = 'chain'::regnamespace AND relkind = 'r'
    AND (has_any_column_privilege(oid, 'INSERT, UPDATE') OR has_table_privilege(oid, 'DELETE, TRUNCATE'))`;

const anchorsOf = (lab: Lab) =>
  lab.database.tx({}, (tx) => listAnchors(tx, lab.clients.settings.id));
const positionOf = (lab: Lab) =>
  lab.database.tx({}, (tx) => readPosition(tx, lab.clients.settings.id));

describe('a node that lies', () => {
  let lab: Lab;
  let proxy: Proxy;
  beforeAll(async () => {
    lab = await openLab();
  });
  beforeEach(async () => {
    await lab.reset();
    proxy = await startProxy(lab.url);
  });
  afterEach(() => proxy.close());
  afterAll(() => lab.close());

  const followLiar = (contract: `0x${string}`) =>
    follow(lab, { contract, clients: lab.clientsOf(proxy.url) });

  test('with no logs is caught by the bloom, and the receipts tell', async () => {
    const log = await deployLog(lab);
    await log.anchor(1);
    proxy.tamper = ({ method }) => (method === 'eth_getLogs' ? [] : HONEST);
    await followLiar(log.address);
    expect(proxy.methods).toContain('eth_getBlockReceipts');
    expect(await anchorsOf(lab)).toMatchObject([{ index: 1, size: 1 }]);
  });

  test('with no logs and no receipts is refused: nothing is recorded until it tells', async () => {
    const log = await deployLog(lab);
    await follow(lab, { contract: log.address });
    const before = await positionOf(lab);
    await log.anchor(1);
    const silent = ['eth_getLogs', 'eth_getBlockReceipts'];
    proxy.tamper = ({ method }) => (silent.includes(method) ? [] : HONEST);
    const error = { code: 'CHAIN_LOGS_INCOMPLETE', retryable: true };
    await expect(followLiar(log.address)).rejects.toMatchObject(error);
    expect(await positionOf(lab)).toEqual(before);
    expect(await anchorsOf(lab)).toEqual([]);
    proxy.tamper = () => HONEST;
    await followLiar(log.address);
    expect(await anchorsOf(lab)).toHaveLength(1);
  });

  test('about the bloom as well is caught by the next anchor, whose number leaves a gap', async () => {
    const log = await deployLog(lab);
    await log.anchor(1);
    await follow(lab, { contract: log.address });
    await log.anchor(2);
    proxy.tamper = ({ method }, real) => {
      if (method === 'eth_getLogs') return [];
      const header = numbered.safeParse(real.result);
      return method === 'eth_getBlockByNumber' && header.success
        ? { ...header.data, logsBloom: EMPTY_BLOOM }
        : HONEST;
    };
    await followLiar(log.address);
    await log.anchor(3);
    await expect(follow(lab, { contract: log.address })).rejects.toMatchObject({
      code: 'CHAIN_LOGS_INCOMPLETE',
    });
    expect(await anchorsOf(lab)).toHaveLength(1);
  });

  test('with headers that are not linked is not followed past the break', async () => {
    await lab.rpc('anvil_mine', ['0x4']);
    proxy.tamper = ({ method }, real) => {
      const header = numbered.safeParse(real.result);
      return method === 'eth_getBlockByNumber' && header.success && header.data.number === '0x3'
        ? { ...header.data, parentHash: zeroHash }
        : HONEST;
    };
    expect(await followLiar('0x00000000000000000000000000000000000000AA')).toMatchObject({
      head: { number: 2 },
      behind: 2,
    });
  });

  test('with something that is no header is refused as such', async () => {
    proxy.tamper = ({ method }) => (method === 'eth_getBlockByNumber' ? { number: 'one' } : HONEST);
    await expect(followLiar('0x00000000000000000000000000000000000000AA')).rejects.toMatchObject({
      code: 'CHAIN_ANSWER_INVALID',
      retryable: true,
    });
  });
});

describe('a development chain behind the records', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  for (const [how, extra] of [
    ['shorter', '0x0'],
    ['longer by now', '0x40'],
  ] as const) {
    test(`(${how}) is named, and followed from the start once it is forgotten`, async () => {
      await lab.reset();
      const log = await deployLog(lab);
      await log.anchor(1);
      await nudgeFinality(lab.clients);
      await follow(lab, { contract: log.address });
      await lab.rpc('anvil_reset');
      if (extra !== '0x0') await lab.rpc('anvil_mine', [extra, '0x2']);

      const refused = follow(lab, { contract: log.address });
      await expect(refused).rejects.toMatchObject({ code: 'CHAIN_BEHIND_RECORDS' });
      await expect(refused).rejects.toThrow(
        /^[^\n]*development chain is behind our records[^\n]*$/,
      );
      expect(await anchorsOf(lab)).toHaveLength(1);

      await lab.database.tx({}, (tx) => forgetDevelopmentChain(tx, 31_337));
      const fresh = await deployLog(lab);
      await fresh.anchor(1);
      await nudgeFinality(lab.clients);
      while ((await follow(lab, { contract: fresh.address })).behind > 0);
      expect(await anchorsOf(lab)).toMatchObject([{ contract: fresh.address, finalised: true }]);
    });
  }
});

describe('another chain that contradicts a final block', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab({ chainId: 80_002 });
  });
  afterAll(() => lab.close());

  test('is an incident: nothing is undone, nothing is followed, nothing may be forgotten', async () => {
    const log = await deployLog(lab);
    const contract = log.address;
    await log.anchor(1);
    expect(await nudgeFinality(lab.clients)).toBe(false);
    await lab.rpc('anvil_mine', ['0x4']);
    await follow(lab, { contract });
    const [before, recorded] = [await positionOf(lab), await anchorsOf(lab)];
    expect(recorded).toMatchObject([{ finalised: true }]);

    await lab.rpc('anvil_reorg', [4, []]);
    for (let round = 0; round < 2; round += 1) {
      await expect(follow(lab, { contract })).rejects.toMatchObject({
        code: 'CHAIN_FINALITY_VIOLATION',
        retryable: false,
      });
      await lab.rpc('anvil_mine', ['0x3']);
    }
    expect([await positionOf(lab), await anchorsOf(lab)]).toEqual([before, recorded]);
    const forgotten = lab.database.tx({}, (tx) => forgetDevelopmentChain(tx, 80_002));
    await expect(forgotten).rejects.toMatchObject({ code: 'CHAIN_FORGET_REFUSED' });
  });

  test('the database itself refuses to undo what is final, and other roles to write at all', async () => {
    const asIndexer = [
      'DELETE FROM chain.anchor',
      'UPDATE chain.cursor SET finalised_number = finalised_number - 1',
      'UPDATE chain.cursor SET finalised_number = NULL, finalised_hash = NULL',
    ];
    for (const sql of asIndexer) {
      const change = lab.database.tx({}, (tx) => tx.query(sql));
      await expect(change, sql).rejects.toMatchObject({ constraint: 'chain_final_undo' });
    }
    for (const url of [lab.testDatabase.appUrl, lab.testDatabase.auditUrl]) {
      const reader = await connect({ url });
      expect(await reader.tx({}, (tx) => listAnchors(tx, 80_002))).toHaveLength(1);
      const writable = await reader.tx({}, (tx) => tx.query(WRITABLE_TABLES));
      expect(writable).toEqual([]);
      await reader.close();
    }
  });
});
