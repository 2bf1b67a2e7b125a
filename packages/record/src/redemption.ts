import { RecordError, type PayloadIssue } from './record-error.ts';
import { toHex } from './hex.ts';

/** Kind of a redemption's only event. Its payload is written in codec 2, because a contract rebuilds it. */
export const REDEMPTION_KIND = 'points.redeemed';

/**
 * What a redemption says (docs/spec/redemption.md): `bridge` and `recipient` 20 bytes, `redemptionId` 32 random ones;
 * `amount` in points; `claimableUntil` the last second, in Unix time of the block, in which it may be claimed.
 */
export type Redemption = {
  chainId: number;
  bridge: Uint8Array;
  recipient: Uint8Array;
  amount: number;
  redemptionId: Uint8Array;
  claimableUntil: number;
};

const WORD = 32;
/** In the order of `abi.encode`: each field is one word, aligned to its end. */
const FIELDS = [
  'chainId',
  'bridge',
  'recipient',
  'amount',
  'redemptionId',
  'claimableUntil',
] as const;
export const REDEMPTION_LENGTH = FIELDS.length * WORD;

/**
 * Writes the payload: `abi.encode(uint256 chainId, address bridge, address recipient, uint256 amount, bytes32
 * redemptionId, uint256 claimableUntil)`, which is six words. `PAYLOAD_INVALID` with its `issues` for a field that does
 * not fit.
 */
export function encodeRedemption(redemption: Redemption): Uint8Array {
  check(redemption);
  const bytes = new Uint8Array(REDEMPTION_LENGTH);
  const view = new DataView(bytes.buffer);
  for (const [index, field] of FIELDS.entries()) {
    const end = (index + 1) * WORD;
    const value = redemption[field];
    if (typeof value === 'number') view.setBigUint64(end - 8, BigInt(value));
    else bytes.set(value, end - value.length);
  }
  return bytes;
}

/** Reads a payload and refuses (`PAYLOAD_INVALID`) every byte string that `encodeRedemption` could not have written. */
export function decodeRedemption(bytes: Uint8Array): Redemption {
  if (bytes.length !== REDEMPTION_LENGTH) {
    throw invalid([{ path: '', message: `expected ${REDEMPTION_LENGTH} bytes` }]);
  }
  const word = (index: number) => bytes.slice(index * WORD, (index + 1) * WORD);
  const number = (index: number) => Number(BigInt(`0x${toHex(word(index))}`));
  const address = (index: number) => word(index).slice(WORD - 20);
  const redemption = {
    chainId: number(0),
    bridge: address(1),
    recipient: address(2),
    amount: number(3),
    redemptionId: word(4),
    claimableUntil: number(5),
  };
  const again = encodeRedemption(redemption);
  if (again.some((byte, at) => byte !== bytes[at])) {
    throw invalid([{ path: '', message: 'an address has 20 bytes' }]);
  }
  return redemption;
}

/** Name of the stream in which a redemption is the only event. */
export function redemptionStream(redemptionId: Uint8Array): string {
  return `redemption:${toHex(redemptionId)}`;
}

function check(redemption: Redemption): void {
  const issues: PayloadIssue[] = [];
  for (const field of ['chainId', 'amount', 'claimableUntil'] as const) {
    if (!Number.isSafeInteger(redemption[field]) || redemption[field] < 1) {
      issues.push({ path: field, message: 'expected a whole number from 1 to 2^53-1' });
    }
  }
  for (const [field, length] of [
    ['bridge', 20],
    ['recipient', 20],
    ['redemptionId', WORD],
  ] as const) {
    const bytes = redemption[field];
    if (bytes.length !== length || bytes.every((byte) => byte === 0)) {
      issues.push({ path: field, message: `expected ${length} bytes, not all zero` });
    }
  }
  if (issues.length > 0) throw invalid(issues);
}

function invalid(issues: PayloadIssue[]): RecordError {
  const [first] = issues;
  return new RecordError(
    'PAYLOAD_INVALID',
    `payload of ${REDEMPTION_KIND} is not valid: ${first?.path ?? ''} ${first?.message ?? ''}`,
    { issues },
  );
}
