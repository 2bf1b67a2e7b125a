import { parseEther, sha256, slice, toHex } from 'viem';
import type { Address, Hex } from 'viem';
import { startBridge } from './bridge-fixture.ts';
import { LogTree } from './log-tree.ts';

const SIZE = 1_000_000;
/** Left of 2^19, so that every proof has 20 hashes. */
const PLACE = 400_000;
const BATCH = 50;
const LEVELS = 20;

/** Gas of whole transactions, call data and the 21,000 included, under Cancun rules; of a batch, per claim. */
export type BridgeGas = {
  claimNewHolder: number;
  claimRepeatHolder: number;
  batchNewHolders: number;
  batchRepeatHolders: number;
  depositWithPermitFirst: number;
  depositWithPermitLater: number;
};

/** Claims and deposits in a log of 1,000,000 entries on a chain in memory, proofs by @luna/tlog. */
export async function measureBridgeGas(): Promise<BridgeGas> {
  const stand = await startBridge();
  const { bridge, token, log, client, networkHelpers, admin } = stand;
  const depositor = admin.account.address;
  const recipients = [
    holder(0),
    ...many(BATCH, (i) => holder(1 + i)),
    ...many(BATCH, (i) => holder(1 + i)),
    holder(0),
    holder(99),
    depositor,
  ];
  const redeemed = recipients.map((recipient, n) => stand.redeem(n, recipient, 100 + n));
  const tree = new LogTree()
    .growTo(PLACE)
    .append(redeemed.map(({ entry }) => entry))
    .growTo(SIZE);
  const start = await log.read.start();
  const { head } = await stand.anchor(log, tree, SIZE, { ...start, size: 0 });
  const checkpoint = await stand.confirm(1, head);
  await networkHelpers.time.increaseTo(head.time + 600n);

  const claims = await Promise.all(
    redeemed.map(async ({ claim }, i) => {
      const proof = await tree.inclusion(PLACE + i, SIZE);
      if (proof.length !== LEVELS) throw new RangeError(`a proof of ${proof.length} hashes`);
      return { ...claim, leafIndex: BigInt(PLACE + i), proof };
    }),
  );
  const gasOf = async (sent: Promise<Hex>) => {
    const receipt = await client.getTransactionReceipt({ hash: await sent });
    return Number(receipt.gasUsed);
  };
  const claim = async (index: number) => {
    const [one] = claims.slice(index, index + 1);
    if (one === undefined) throw new RangeError('no such claim');
    return gasOf(bridge.write.claim([checkpoint, one]));
  };
  const batch = async (from: number) =>
    (await gasOf(bridge.write.claimBatch([checkpoint, claims.slice(from, from + BATCH)]))) / BATCH;

  const deposit = async (points: number) => {
    const value = parseEther(String(points));
    const { timestamp } = await client.getBlock();
    const deadline = timestamp + 600n;
    const signature = await admin.signTypedData({
      domain: {
        name: 'LUNA Bitcoin',
        version: '1',
        chainId: await client.getChainId(),
        verifyingContract: token.address,
      },
      types: {
        Permit: [
          { name: 'owner', type: 'address' },
          { name: 'spender', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'nonce', type: 'uint256' },
          { name: 'deadline', type: 'uint256' },
        ],
      },
      primaryType: 'Permit',
      message: {
        owner: depositor,
        spender: bridge.address,
        value,
        nonce: await token.read.nonces([depositor]),
        deadline,
      },
    });
    const [r, s, v] = [slice(signature, 0, 32), slice(signature, 32, 64), slice(signature, 64)];
    const ref = sha256(toHex(`reference ${points}`));
    return gasOf(bridge.write.depositWithPermit([value, ref, deadline, Number(v), r, s]));
  };

  // The first claim of all writes the supply and the limiter for the first time.
  await claim(0);
  const batchNewHolders = await batch(1);
  const batchRepeatHolders = await batch(1 + BATCH);
  const claimRepeatHolder = await claim(1 + 2 * BATCH);
  const claimNewHolder = await claim(2 + 2 * BATCH);
  await claim(3 + 2 * BATCH);
  return {
    claimNewHolder,
    claimRepeatHolder,
    batchNewHolders: Math.round(batchNewHolders),
    batchRepeatHolders: Math.round(batchRepeatHolders),
    depositWithPermitFirst: await deposit(11),
    depositWithPermitLater: await deposit(12),
  };
}

function holder(n: number): Address {
  return slice(sha256(toHex(`holder ${n}`)), 0, 20);
}

function many<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
