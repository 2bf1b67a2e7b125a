import { LunaError } from '@luna/runtime';
import type { Address, Hex, TransactionSerializableEIP1559 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

/** Whoever can sign for one account: a key in memory today, a keystore or KMS behind the same door. */
export interface TransactionSigner {
  readonly address: Address;
  /** The signed transaction as it goes to a node. Must not broadcast anything. */
  signTransaction(transaction: TransactionSerializableEIP1559): Promise<Hex>;
}

/**
 * Signs with a private key held in memory.
 * @param privateKey 32 bytes, 0x-hex
 * @throws LunaError SIGNER_KEY_INVALID, without quoting the key.
 */
export function keySigner(privateKey: string): TransactionSigner {
  if (!/^0x[0-9a-fA-F]{64}$/.test(privateKey)) {
    throw new LunaError('SIGNER_KEY_INVALID', 'A signing key is 32 bytes in hex with 0x in front');
  }
  const account = privateKeyToAccount(`0x${privateKey.slice(2)}`);
  return {
    address: account.address,
    signTransaction: (transaction) => account.signTransaction(transaction),
  };
}
