import { HttpRequestError, RpcRequestError } from 'viem';
import { describe, expect, test } from 'vitest';

import { NodeRefusedError, refusalOf, toChainError } from './node-refused.ts';

describe('refusalOf', () => {
  test.each([
    // geth and bor
    ['already-known', -32_000, 'already known'],
    ['nonce-too-low', -32_000, 'nonce too low: next nonce 5, tx nonce 4'],
    ['replacement-underpriced', -32_000, 'replacement transaction underpriced'],
    ['fee-too-low', -32_000, 'transaction underpriced: gas tip cap 1, minimum needed 25000000000'],
    ['fee-too-low', -32_000, 'max fee per gas less than block base fee: address 0x…'],
    ['unfunded', -32_000, 'insufficient funds for gas * price + value: balance 0'],
    ['reverted', 3, 'execution reverted: PassportLog_NotAnchorer'],
    // anvil
    ['already-known', -32_003, 'transaction already imported'],
    ['nonce-too-low', -32_003, 'nonce too low'],
    ['fee-too-low', -32_003, 'max fee per gas less than block base fee'],
    ['unfunded', -32_003, 'Insufficient funds for gas * price + value'],
    // nethermind, erigon
    ['already-known', -32_010, 'AlreadyKnown'],
    ['nonce-too-low', -32_010, 'OldNonce, Current nonce: 5, nonce of rejected tx: 4'],
    ['replacement-underpriced', -32_010, 'ReplacementNotAllowed'],
    ['replacement-underpriced', -32_000, 'could not replace existing tx'],
    ['fee-too-low', -32_010, 'FeeTooLow'],
    ['unfunded', -32_010, 'InsufficientFunds, Account balance: 0'],
    ['other', -32_005, 'limit exceeded'],
  ] as const)('%s: %i %s', (expected, code, answer) => {
    expect(refusalOf(code, answer)).toBe(expected);
  });
});

describe('toChainError', () => {
  const url = 'http://127.0.0.1:1';

  test("a node's error answer keeps its meaning", () => {
    const cause = new RpcRequestError({
      body: {},
      error: { code: -32_000, message: 'nonce too low' },
      url,
    });
    const error = toChainError(cause, 'eth_sendRawTransaction');
    expect(error).toBeInstanceOf(NodeRefusedError);
    expect(error).toMatchObject({ code: 'CHAIN_NODE_REFUSED', refusal: 'nonce-too-low' });
  });

  test('silence is worth another try, and names no address of a node', () => {
    const error = toChainError(new HttpRequestError({ url, details: 'refused' }), 'eth_chainId');
    expect(error).toMatchObject({ code: 'CHAIN_UNAVAILABLE', retryable: true });
    expect(error.message).not.toContain(url);
  });
});
