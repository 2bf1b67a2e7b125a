import { connect } from '@luna/database';
import type { Database, Row } from '@luna/database';
import { createTestDatabase } from '@luna/local/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { ChainRpc } from '../rpc/chain-rpc.ts';
import { follow } from '../testing/drain.ts';
import { openLab } from '../testing/lab.ts';
import type { Lab } from '../testing/lab.ts';
import { deployLog, manifestOf, ROOTS } from '../testing/passport-log.ts';
import { spendNonceElsewhere } from '../testing/sender-lab.ts';
import { finalAnchorFrom, listAnchors, newestAnchor } from './anchors.ts';
import { nudgeFinality } from './nudge-finality.ts';
import { readPosition } from './position.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

const anchors = (database = lab.database) => database.tx({}, (tx) => listAnchors(tx, 31_337));
const headNumber = async () => (await lab.clients.rpc.header('latest'))?.number;

const TABLES = ['cursor', 'header', 'anchor', 'contract_event', 'tx_mined'];

/** Everything the follower knows, but when it learnt it. */
async function everything(database: Database) {
  return database.tx({}, async (tx) => {
    const found: Record<string, Row[]> = {};
    for (const table of TABLES) {
      const sql = `SELECT to_jsonb(t) - 'moved_at' AS row FROM chain.${table} t ORDER BY 1`;
      found[table] = await tx.query(sql);
    }
    return found;
  });
}

describe('following', () => {
  test('records an anchor when seen, and marks it when final', async () => {
    const log = await deployLog(lab);
    const contract = log.address;
    const tx = await log.anchor(1);
    const seen = await follow(lab, { contract });
    expect(seen.behind).toBe(0);
    const block = await lab.clients.client.getBlock();
    expect(await anchors()).toEqual([
      {
        chainId: 31_337,
        contract,
        index: 1,
        size: 1,
        root: ROOTS[1],
        manifest: manifestOf(1),
        tx,
        blockNumber: Number(block.number),
        blockHash: block.hash,
        blockTime: Number(block.timestamp),
        finalised: false,
        withdrawn: false,
      },
    ]);
    expect(await lab.database.tx({}, (t) => finalAnchorFrom(t, 31_337, 1))).toBeUndefined();

    expect(await nudgeFinality(lab.clients)).toBe(true);
    const final = await follow(lab, { contract });
    expect(final.finalised?.number).toBe(Number(block.number));
    expect(final.settled).toBe(Number(block.number) - 2);
    expect(await lab.database.tx({}, (t) => finalAnchorFrom(t, 31_337, 1))).toMatchObject({
      size: 1,
      finalised: true,
    });
    expect(await lab.database.tx({}, (t) => finalAnchorFrom(t, 31_337, 2))).toBeUndefined();
  });

  test('an idle chain stays as it is: nothing mined, nothing recorded', async () => {
    const log = await deployLog(lab);
    await log.anchor(1);
    while (await nudgeFinality(lab.clients)) await follow(lab, { contract: log.address });
    await follow(lab, { contract: log.address });
    const [before, head] = [await everything(lab.database), await headNumber()];
    for (let round = 0; round < 5; round += 1) {
      expect(await nudgeFinality(lab.clients)).toBe(false);
      const result = await follow(lab, { contract: log.address });
      expect(result).toMatchObject({ followed: 0, undone: 0, behind: 0, events: [] });
    }
    expect(await everything(lab.database)).toEqual(before);
    expect(await headNumber()).toBe(head);
  });

  test('nudges for a transaction that is not ours', async () => {
    await spendNonceElsewhere(lab, 0);
    expect(await nudgeFinality(lab.clients)).toBe(true);
    expect(await headNumber()).toBe(3);
    expect(await nudgeFinality(lab.clients)).toBe(false);
  });

  test('catches up in batches, and the order of batches leaves no trace', async () => {
    const log = await deployLog(lab);
    for (const size of [1, 2, 3]) await log.anchor(size);
    await log.freeze();
    await lab.rpc('anvil_mine', ['0x14']);
    const results = [];
    do results.push(await follow(lab, { contract: log.address, batch: 3 }));
    while (results.at(-1)?.behind !== 0);
    expect(results.length).toBeGreaterThan(8);
    expect((await anchors()).map(({ index, size }) => [index, size])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);

    const other = await createTestDatabase();
    const database = await connect({ url: other.indexerUrl });
    await follow(lab, { contract: log.address, database });
    expect(await everything(database)).toEqual(await everything(lab.database));
    await database.close();
    await other.drop();
  });

  test('gives way to a follower that was faster', async () => {
    const log = await deployLog(lab);
    const contract = log.address;
    await log.anchor(1);
    let isFirst = true;
    const rpc = new ChainRpc({
      request: async ({ method, params }: { method: string; params: unknown[] }) => {
        if (isFirst && method === 'eth_getLogs') {
          isFirst = false;
          await follow(lab, { contract, batch: 2 });
        }
        return lab.rpc(method, params);
      },
    });
    const slow = follow(lab, { contract, clients: { ...lab.clients, rpc } });
    await expect(slow).rejects.toMatchObject({ code: 'CHAIN_LAGGING', retryable: true });
    const position = await lab.database.tx({}, (tx) => readPosition(tx, 31_337));
    expect(position?.head?.number).toBe(1);
    await follow(lab, { contract });
    expect(await anchors()).toHaveLength(1);
  });
});

describe('a reorganisation', () => {
  test('is undone; the rebuilt state equals that of one who never saw the old branch', async () => {
    const log = await deployLog(lab);
    const contract = log.address;
    await log.anchor(1);
    await nudgeFinality(lab.clients);
    await follow(lab, { contract });
    await log.anchor(2);
    await follow(lab, { contract });
    expect(await anchors()).toHaveLength(2);

    await lab.rpc('anvil_reorg', [1, []]);
    const result = await follow(lab, { contract });
    expect(result).toMatchObject({ undone: 1, followed: 1 });
    expect((await anchors()).map(({ index, finalised }) => [index, finalised])).toEqual([
      [1, true],
    ]);

    const other = await createTestDatabase();
    const database = await connect({ url: other.indexerUrl });
    await follow(lab, { contract, database });
    expect(await everything(database)).toEqual(await everything(lab.database));
    await database.close();
    await other.drop();

    const again = await log.anchor(2);
    await follow(lab, { contract });
    expect((await anchors())[1]).toMatchObject({ index: 2, size: 2, tx: again, finalised: false });
  });

  test('that makes the development chain shorter is undone too', async () => {
    const log = await deployLog(lab);
    await lab.rpc('anvil_mine', ['0x5']);
    await log.anchor(1);
    await follow(lab, { contract: log.address });
    await lab.rpc('anvil_rollback', [1]);
    expect(await follow(lab, { contract: log.address })).toMatchObject({ undone: 1, followed: 0 });
    expect(await anchors()).toEqual([]);
  });
});

describe('a successor', () => {
  test('is followed with what it did before it was named, and later anchors of the old are withdrawn', async () => {
    const old = await deployLog(lab);
    const contract = old.address;
    for (const size of [1, 2, 3]) await old.anchor(size);
    const honest = old.checkpoint(2, 2);
    const successor = await deployLog(lab, { predecessor: contract, start: honest });
    await follow(lab, { contract });
    await old.retire(honest, successor.address);
    const named = await follow(lab, { contract });
    expect(named.events.map((event) => [event.name, event.contract])).toEqual([
      ['Retired', contract],
      ['AuthorityUpdated', successor.address],
      ['Started', successor.address],
      ['Succeeded', successor.address],
    ]);
    await lab.rpc('anvil_mine', ['0x2']);
    await successor.anchor(3);
    await follow(lab, { contract });
    expect(
      (await anchors()).map((one) => [
        one.contract === contract,
        one.index,
        one.size,
        one.withdrawn,
      ]),
    ).toEqual([
      [true, 1, 1, false],
      [true, 2, 2, false],
      [true, 3, 3, true],
      [false, 3, 3, false],
    ]);
    const newest = await lab.database.tx({}, (tx) => newestAnchor(tx, 31_337));
    expect(newest?.contract).toBe(successor.address);
  });

  test('is forgotten again when its naming is reorganised away', async () => {
    const old = await deployLog(lab);
    const contract = old.address;
    await old.anchor(1);
    const successor = await deployLog(lab, { predecessor: contract, start: old.checkpoint(1, 1) });
    await lab.rpc('anvil_mine', ['0x3']);
    await follow(lab, { contract });
    const before = await everything(lab.database);
    await old.retire(old.checkpoint(1, 1), successor.address);
    await follow(lab, { contract });
    await lab.rpc('anvil_rollback', [1]);
    await follow(lab, { contract });
    const { contract_event, anchor } = await everything(lab.database);
    expect({ contract_event, anchor }).toEqual({
      contract_event: before['contract_event'],
      anchor: before['anchor'],
    });
  });
});
