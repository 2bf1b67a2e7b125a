import { createTestClient, http, type Address, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';

/**
 * The code of a wallet of one owner, in EVM assembly: `ecrecover` over the first 65 bytes of the
 * signature; EIP-1271's four bytes when it is the owner's and the selector is that of
 * `isValidSignature(bytes32,bytes)`, zeros when not. What follows the 65 bytes is its own affair.
 */
export const ownedBy = (owner: Address): Hex =>
  `0x${[
    '600435600052', // memory 0x00: the hash
    '60a43560001a602052', // 0x20: v
    '606435604052', // 0x40: r
    '608435606052', // 0x60: s
    '602060806080600060015afa50', // ecrecover to 0x80
    `60805173${owner.slice(2)}14`, // is it the owner?
    '60003560e01c631626ba7e1402', // and the selector right?
    '631626ba7e0260e01b600052', // then the four bytes, else zeros
    '60206000f3',
  ].join('')}`;

export const REVERTING: Hex = '0x60006000fd';
/** Returns this word, 64 hex digits, whatever it is asked. */
export const returning = (word: string): Hex => `0x7f${word}60005260206000f3`;
/** Returns nothing at all. */
export const SILENT: Hex = '0x00';

/** Puts code at a fresh address of an Anvil. */
export async function placeCode(url: string, bytecode: Hex): Promise<Address> {
  const address = privateKeyToAddress(generatePrivateKey());
  await createTestClient({ mode: 'anvil', transport: http(url) }).setCode({ address, bytecode });
  return address;
}
