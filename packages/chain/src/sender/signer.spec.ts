import { parseTransaction, recoverTransactionAddress, serializeTransaction } from 'viem';
import { describe, expect, test } from 'vitest';

import { TEST_KEYS } from '../testing/accounts.ts';
import { keySigner } from './signer.ts';

describe('keySigner', () => {
  test('signs what it is given, as its own account', async () => {
    const signer = keySigner(TEST_KEYS[0]);
    expect(signer.address).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');
    const raw = await signer.signTransaction({
      type: 'eip1559',
      chainId: 137,
      nonce: 7,
      to: signer.address,
      gas: 21_000n,
      maxFeePerGas: 2n,
      maxPriorityFeePerGas: 1n,
    });
    const parsed = parseTransaction(raw);
    expect(parsed).toMatchObject({ chainId: 137, nonce: 7, maxFeePerGas: 2n });
    if (parsed.type !== 'eip1559') throw new Error('expected an EIP-1559 transaction');
    const { r, s, yParity, ...unsigned } = parsed;
    if (r === undefined || s === undefined || yParity === undefined) throw new Error('unsigned');
    const serializedTransaction = serializeTransaction(unsigned, { r, s, yParity });
    expect(await recoverTransactionAddress({ serializedTransaction })).toBe(signer.address);
  });

  test.each(['', '0x', TEST_KEYS[0].slice(2), `${TEST_KEYS[0]}00`, `0x${'g'.repeat(64)}`])(
    'error: refuses %s without quoting it',
    (key) => {
      const make = () => keySigner(key);
      expect(make).toThrow(expect.objectContaining({ code: 'SIGNER_KEY_INVALID' }));
      if (key.length > 2) expect(make).not.toThrow(key);
    },
  );
});
