import { fixedClock } from '@luna/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { countRings, hangBell } from '../testing/bell.ts';
import { drain, follow } from '../testing/drain.ts';
import { openLab } from '../testing/lab.ts';
import type { Lab } from '../testing/lab.ts';
import { mined } from '../testing/passport-log.ts';
import {
  attemptsOf,
  minedCount,
  newProcess,
  reread,
  ring,
  signer,
  spendNonceElsewhere,
  stranger,
} from '../testing/sender-lab.ts';
import { TransactionSender } from './transaction-sender.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  await lab.reset();
  await hangBell(lab);
});
afterAll(() => lab.close());

describe('an answer of the node', () => {
  test('"already known" counts as accepted once the hash is found', async () => {
    await lab.rpc('evm_setAutomine', [false]);
    const { intent } = await newProcess(lab).submit(ring);
    await newProcess(lab).sign(intent);
    const [attempt] = await attemptsOf(lab, intent);
    await lab.clients.rpc.sendRaw(attempt?.raw ?? '0x');
    expect(await newProcess(lab).broadcast(intent)).toBe(1);
    expect((await reread(lab, intent)).state).toBe('broadcast');
  });

  test('"nonce too low" for our own mined transaction: found by its hash, settled when final', async () => {
    const { intent } = await newProcess(lab).submit(ring);
    await newProcess(lab).sign(intent);
    const [attempt] = await attemptsOf(lab, intent);
    await mined(lab, await lab.clients.rpc.sendRaw(attempt?.raw ?? '0x'));
    expect(await newProcess(lab).broadcast(intent)).toBe(1);
    const [settled] = await drain(lab, newProcess(lab));
    expect(settled?.state).toBe('succeeded');
    expect(await countRings(lab)).toBe(1);
  });

  test('"nonce too low" because the key was used elsewhere: displaced, and the purpose is free', async () => {
    const { intent } = await newProcess(lab).submit(ring);
    await newProcess(lab).sign(intent);
    await spendNonceElsewhere(lab, 0);
    expect(await newProcess(lab).broadcast(intent)).toBe(0);
    await follow(lab);
    expect(await newProcess(lab).settle()).toEqual([]);
    const [settled] = await drain(lab, newProcess(lab));
    expect(settled).toMatchObject({ state: 'displaced', nonce: 0 });

    const again = await newProcess(lab).submit(ring);
    expect(again).toMatchObject({ created: true, intent: { nonce: 1 } });
    await drain(lab, newProcess(lab));
    expect(await countRings(lab)).toBe(1);
  });

  test('"nonce too low" to a replacement: never displaced while another of ours is on the chain', async () => {
    const clock = fixedClock(Date.UTC(2026, 0, 1));
    await lab.rpc('evm_setAutomine', [false]);
    const sender = newProcess(lab, { clock });
    const { intent } = await sender.submit(ring);
    await sender.step();
    clock.advance(lab.clients.settings.replaceAfterMs);
    expect(await sender.sign(intent)).toBe('signed');
    await lab.rpc('anvil_mine', ['0x5']);
    await sender.broadcast(intent);
    const refusals = (await attemptsOf(lab, intent)).map(({ refusal }) => refusal);
    expect(refusals).toEqual([null, 'nonce-too-low']);

    // A follower that was told to start too late has not seen it. That is no reason to guess.
    await follow(lab, { startBlock: 3 });
    expect(await sender.settle()).toEqual([]);
    expect((await reread(lab, intent)).state).toBe('broadcast');
  });

  test('"insufficient funds" names the account and keeps the intent', async () => {
    await lab.rpc('anvil_setBalance', [signer.address, '0x1']);
    const { intent } = await newProcess(lab).submit(ring);
    const step = newProcess(lab).step();
    await expect(step).rejects.toMatchObject({ code: 'TX_SIGNER_UNFUNDED', retryable: true });
    await expect(step).rejects.toThrow(signer.address);
    await lab.rpc('anvil_setBalance', [signer.address, '0xde0b6b3a7640000']);
    await drain(lab, newProcess(lab));
    expect((await reread(lab, intent)).state).toBe('succeeded');
  });
});

describe('a transaction that waits', () => {
  const start = Date.UTC(2026, 0, 1);

  test('is replaced after the wait: same nonce, both fees at least a tenth higher, one mined', async () => {
    const clock = fixedClock(start);
    await lab.rpc('evm_setAutomine', [false]);
    const sender = newProcess(lab, { clock });
    const { intent } = await sender.submit(ring);
    expect(await sender.step()).toMatchObject({ signed: 1, broadcast: 1 });
    clock.advance(lab.clients.settings.replaceAfterMs - 1);
    expect(await sender.step()).toMatchObject({ signed: 0 });
    clock.advance(1);
    expect(await sender.step()).toMatchObject({ signed: 1, broadcast: 1 });

    const [first, second] = await attemptsOf(lab, intent);
    if (first === undefined || second === undefined) throw new Error('expected two attempts');
    expect(second.maxFee * 10n).toBeGreaterThanOrEqual(first.maxFee * 11n);
    expect(second.maxTip * 10n).toBeGreaterThanOrEqual(first.maxTip * 11n);
    await lab.rpc('evm_mine');
    await drain(lab, sender);
    expect(await countRings(lab)).toBe(1);
    expect(await minedCount(lab)).toBe(1);
    const mined = await lab.clients.rpc.transaction(second.hash);
    expect(mined?.blockHash).toBeTypeOf('string');
  });

  test('that pays less than the base fee is replaced at once', async () => {
    await lab.rpc('evm_setAutomine', [false]);
    const sender = newProcess(lab);
    const { intent } = await sender.submit(ring);
    await sender.sign(intent);
    await lab.rpc('anvil_setNextBlockBaseFeePerGas', ['0x2540be400']);
    await lab.rpc('evm_mine');
    await sender.broadcast(intent);
    expect((await attemptsOf(lab, intent))[0]?.refusal).toBe('fee-too-low');
    expect(await sender.step()).toMatchObject({ signed: 1, broadcast: 1 });
    await lab.rpc('evm_mine');
    await drain(lab, sender);
    expect(await countRings(lab)).toBe(1);
  });

  test('is not signed above the fee cap', async () => {
    const { database, clients } = lab;
    const sender = new TransactionSender({ database, clients, signer, settings: { maxFee: 1n } });
    const { intent } = await sender.submit(ring);
    expect(await sender.step()).toMatchObject({ signed: 0, waitingForFees: ['ring'] });
    expect(await attemptsOf(lab, intent)).toEqual([]);
    await drain(lab, newProcess(lab));
    expect(await countRings(lab)).toBe(1);
  });
});

describe('a call that fails', () => {
  test('in its block is reverted and frees its purpose; its nonce is used', async () => {
    await lab.rpc('evm_setAutomine', [false]);
    const { intent } = await newProcess(lab).submit(ring);
    await newProcess(lab).step();
    await hangBell(lab, false);
    await lab.rpc('evm_mine');
    const [settled] = await drain(lab, newProcess(lab));
    expect(settled).toMatchObject({ id: intent.id, state: 'reverted', nonce: 0 });

    await hangBell(lab);
    await lab.rpc('evm_setAutomine', [true]);
    expect(await newProcess(lab).submit(ring)).toMatchObject({
      created: true,
      intent: { nonce: 1 },
    });
    await drain(lab, newProcess(lab));
    expect(await countRings(lab)).toBe(1);
  });

  test('for now is not given up before its turn: it may need the ones before it', async () => {
    await hangBell(lab, false);
    await lab.rpc('evm_setAutomine', [false]);
    const sender = newProcess(lab);
    await sender.submit({ purpose: 'pay', to: stranger.address, data: '0x', value: 7n });
    const { intent } = await sender.submit(ring);
    expect(await sender.step()).toMatchObject({ signed: 1, unsettled: 2 });
    expect(await reread(lab, intent)).toMatchObject({ state: 'created', nonce: 1 });
    await hangBell(lab);
    await sender.step();
    await lab.rpc('evm_mine');
    await drain(lab, sender);
    expect((await reread(lab, intent)).state).toBe('succeeded');
  });

  test('before anything was signed is withdrawn; purpose and nonce are free and nothing is sent', async () => {
    await hangBell(lab, false);
    const { intent } = await newProcess(lab).submit(ring);
    await newProcess(lab).step();
    expect(await reread(lab, intent)).toMatchObject({ state: 'withdrawn', nonce: null });
    expect(await minedCount(lab)).toBe(0);
    await hangBell(lab);
    expect(await newProcess(lab).submit(ring)).toMatchObject({
      created: true,
      intent: { nonce: 0 },
    });
  });

  test('before anything was signed, with later nonces in use: its nonce is filled', async () => {
    await hangBell(lab, false);
    await newProcess(lab).submit(ring);
    await newProcess(lab).submit({ purpose: 'pay', to: stranger.address, data: '0x', value: 7n });
    const settled = await drain(lab, newProcess(lab));
    expect(settled.map(({ purpose, state }) => [purpose.split(':')[0], state]).sort()).toEqual([
      ['fill', 'succeeded'],
      ['pay', 'succeeded'],
    ]);
    expect(await minedCount(lab)).toBe(2);
  });

  test('while it waits in the pool is replaced by an empty transfer: withdrawn', async () => {
    const clock = fixedClock(Date.UTC(2026, 0, 1));
    await lab.rpc('evm_setAutomine', [false]);
    const sender = newProcess(lab, { clock });
    const { intent } = await sender.submit(ring);
    await sender.step();
    await hangBell(lab, false);
    clock.advance(lab.clients.settings.replaceAfterMs);
    await sender.step();
    await lab.rpc('evm_mine');
    const [settled] = await drain(lab, sender);
    expect(settled).toMatchObject({ id: intent.id, state: 'withdrawn', nonce: 0 });
    const attempts = await attemptsOf(lab, intent);
    expect(attempts.map(({ fillsNonce }) => fillsNonce)).toEqual([false, true]);
    expect(await minedCount(lab)).toBe(1);
  });
});
