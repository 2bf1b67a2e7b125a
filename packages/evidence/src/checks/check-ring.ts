import { asHex, type ChainBlock, type ChainReader } from '../chain/chain-reader.ts';
import type { LogContract } from '../chain/follow-successors.ts';
import { readHeadIndex, readIsAnchored } from '../chain/passport-log.ts';
import { transactionsAt } from '../chain/transactions-at.ts';
import type { EvidenceAnchor } from '../file/evidence-schema.ts';
import { answersAbout, type AnchorAnswer } from './anchor-answer.ts';

/** How many checkpoints a PassportLog keeps in storage. */
const RING_SIZE = 256;

export type RingQuestion = {
  anchor: EvidenceAnchor;
  contract: LogContract;
  chain: ChainReader;
  finalized: ChainBlock;
};

/**
 * The way to an anchor whose receipt the node does not have.
 *
 * First the block of that time, if the node still has its contents: they tell a receipt that was
 * pruned from a transaction that never was. Then the contract's ring, which binds index, size, root
 * and time. It does not bind transaction and manifest, so these stay unconfirmed.
 */
export async function checkRing({
  anchor,
  contract,
  chain,
  finalized,
}: RingQuestion): Promise<AnchorAnswer> {
  const answer = answersAbout(anchor, { finalizedBlock: finalized.number });
  if (anchor.time > finalized.timestamp) {
    return answer('ANCHOR_NOT_FINAL', 'The chain server has not come to the time of the anchor.');
  }
  const transactions = await transactionsAt(chain, finalized.number, anchor.time);
  if (transactions !== null && !transactions.includes(asHex(anchor.tx))) {
    const reason = 'The block of that time holds no such transaction.';
    return answer('ANCHOR_NOT_IN_TRANSACTION', reason);
  }
  if (contract.lastHonestIndex !== null && anchor.index > contract.lastHonestIndex) {
    const reason = `Such an anchor is withdrawn: its contract ended at anchor ${contract.lastHonestIndex}.`;
    return answer('ANCHOR_WITHDRAWN', reason);
  }
  const root = anchor.root.slice(2);
  if (await readIsAnchored(chain, contract.address, { ...anchor, root })) {
    const reason =
      'The receipt is no longer kept; the contract itself still holds this checkpoint. ' +
      'Transaction and manifest are not confirmed.';
    return answer('ANCHOR_IN_RING', reason, anchor.time);
  }
  const newest = await readHeadIndex(chain, contract.address);
  if (anchor.index > newest || newest - anchor.index < RING_SIZE) {
    return answer('ANCHOR_NOT_FOUND', 'The contract holds another checkpoint under this number.');
  }
  const reason =
    'The chain server keeps neither the receipt nor is the anchor among the newest 256. ' +
    'Ask a server that keeps old receipts.';
  return answer('ANCHOR_PRUNED', reason);
}
