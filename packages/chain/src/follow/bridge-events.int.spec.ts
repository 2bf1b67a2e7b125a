import { passportLogAbi } from '@luna/contracts-abi';
import { padHex } from 'viem';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { follow } from '../testing/drain.ts';
import { openLab } from '../testing/lab.ts';
import type { Lab } from '../testing/lab.ts';
import { deployLog } from '../testing/passport-log.ts';
import { deployBridge } from '../testing/points-bridge.ts';
import { bridgeEvents } from './bridge-events.ts';
import type { BridgeQuery } from './bridge-events.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

const REF = padHex('0x07', { size: 32 });

async function setUp() {
  const { address: contract } = await deployLog(lab);
  const authority = await lab.clients.client.readContract({
    address: contract,
    abi: passportLogAbi,
    functionName: 'authority',
  });
  const bridge = await deployBridge(lab, authority, contract);
  const read = (tier: BridgeQuery['tier'], after: BridgeQuery['after'] = null) =>
    lab.database.tx({}, (tx) =>
      bridgeEvents(tx, {
        settings: lab.clients.settings,
        bridge: bridge.address,
        tier,
        after,
        limit: 10,
      }),
    );
  return { bridge, read, options: { contract, bridge: bridge.address } };
}

const mine = (blocks: number) => lab.rpc('anvil_mine', [`0x${blocks.toString(16)}`]);

test('a deposit is read when final, again when settled, and not a second time after it', async () => {
  const { bridge, read, options } = await setUp();
  const txHash = await bridge.deposit(3, REF);
  await follow(lab, options);
  expect(await read('finalised')).toEqual([]);

  await mine(2);
  await follow(lab, options);
  const [final, ...others] = await read('finalised');
  expect(others).toEqual([]);
  expect(final).toMatchObject({
    name: 'Deposited',
    arguments: { index: 0, holder: bridge.holder, ref: REF, points: 3 },
    txHash,
  });
  expect(await read('settled')).toEqual([]);

  await mine(2);
  await follow(lab, options);
  expect(await read('settled')).toEqual([final]);
  expect(await read('settled', final)).toEqual([]);
});

test.each([1, 8, 64])('a reorganisation %i blocks deep takes a deposit back', async (depth) => {
  const { bridge, read, options } = await setUp();
  // The nodes call nothing final here, as on a chain whose finality is far behind.
  const unfinal = { ...options, clients: { ...lab.clients, nodes: [] }, batch: 100 };
  const before = await lab.rpc('evm_snapshot');
  await bridge.deposit(3, REF);
  if (depth > 1) await mine(depth - 1);
  await follow(lab, unfinal);
  await lab.rpc('evm_revert', [before]);
  await bridge.deposit(5, padHex('0x08', { size: 32 }));
  await mine(depth + 1);
  expect((await follow(lab, unfinal)).undone).toBe(depth);

  await follow(lab, options);
  const found = await read('finalised');
  expect(found.map((event) => event.arguments.points)).toEqual([5]);
});

test('error: a deposit whose predecessor is missing', async () => {
  const { bridge, options } = await setUp();
  await bridge.deposit(3, REF);
  // Not what viem remembers from before the deposit.
  const startBlock = Number(await lab.clients.client.getBlockNumber({ cacheTime: 0 })) + 1;
  await bridge.deposit(4, REF);
  await expect(follow(lab, { ...options, startBlock })).rejects.toMatchObject({
    code: 'CHAIN_LOGS_INCOMPLETE',
  });
});
