import { toHex } from '@luna/record';
import { sha256 } from '@luna/tlog';
import { ChainError } from '../chain/chain-error.ts';
import { asHex, type ChainReader } from '../chain/chain-reader.ts';
import { followSuccessors, type LogContract } from '../chain/follow-successors.ts';
import { readAnchored } from '../chain/passport-log.ts';
import { fromBase64 } from '../file/base64.ts';
import type { Evidence } from '../file/evidence-schema.ts';
import type { Trust } from '../trust.ts';
import { answersAbout, type AnchorAnswer } from './anchor-answer.ts';
import { checkRing } from './check-ring.ts';

export type AnchorQuestion = {
  evidence: Evidence;
  /** True when inclusion proof and checkpoint agree on another tree. */
  odd: boolean;
  trust: Trust;
  chain: ChainReader | null;
};

/**
 * `anchor`: a finalised transaction made the trusted contract, or one of its successors, emit
 * `Anchored` with exactly this index, size, root and manifest, in a block of the time given.
 *
 * Whatever keeps the chain from answering is "not checked"; only an answer can fail the check.
 */
export async function checkAnchor(question: AnchorQuestion): Promise<AnchorAnswer> {
  const { evidence, odd, trust, chain } = question;
  const { anchor } = evidence;
  const answer = answersAbout(anchor);
  if (anchor.chainId !== trust.chainId) {
    const reason = `The file names chain ${anchor.chainId}; this log is anchored on ${trust.chainId}.`;
    return answer('ANCHOR_OTHER_CHAIN', reason);
  }
  if (odd) {
    return answer('ANCHOR_OTHER_ROOT', 'The file names an anchor of another tree than its proof.');
  }
  if (chain === null) return answer('CHAIN_NOT_ASKED', 'No chain was given to ask.');
  try {
    const chainId = await chain.chainId();
    if (chainId !== trust.chainId) {
      const reason = `The server is on chain ${chainId}, not on ${trust.chainId}.`;
      return answer('CHAIN_IS_ANOTHER', reason);
    }
    const contracts = await followSuccessors(chain, trust.passportLog);
    if (contracts === null) {
      const reason = `On this chain there is no PassportLog at ${trust.passportLog}.`;
      return answer('CHAIN_WITHOUT_CONTRACT', reason);
    }
    const contract = contracts.find(({ address }) => address === anchor.contract);
    if (contract === undefined) {
      const reason = `${anchor.contract} is neither the trusted contract nor a successor of it.`;
      return answer('ANCHOR_OTHER_CONTRACT', reason);
    }
    return await askChain(evidence, contract, chain);
  } catch (error) {
    if (error instanceof ChainError) return answer(error.code, error.message);
    // A reader that breaks its promise still says nothing about the evidence.
    return answer('CHAIN_UNREACHABLE', 'The chain could not be asked.');
  }
}

async function askChain(
  evidence: Evidence,
  contract: LogContract,
  chain: ChainReader,
): Promise<AnchorAnswer> {
  const { anchor } = evidence;
  const [receipt, finalized] = await Promise.all([
    chain.receipt(asHex(anchor.tx)),
    chain.finalizedBlock(),
  ]);
  if (receipt === null) return checkRing({ anchor, contract, chain, finalized });
  const answer = answersAbout(anchor, {
    block: receipt.blockNumber,
    finalizedBlock: finalized.number,
  });
  const events = receipt.logs
    .filter(({ address }) => address === contract.address)
    .map(readAnchored)
    .filter((event) => event !== null);
  if (receipt.status !== 'success' || events.length === 0) {
    return answer('ANCHOR_NOT_IN_TRANSACTION', 'The transaction named did not anchor anything.');
  }
  const event = events.find(
    ({ index, size, root }) =>
      index === anchor.index && size === anchor.size && root === anchor.root.slice(2),
  );
  if (event === undefined) {
    return answer('ANCHOR_OTHER_VALUES', 'The transaction anchored something else.');
  }
  if (event.manifest !== toHex(sha256(fromBase64(evidence.manifest)))) {
    return answer('ANCHOR_OTHER_MANIFEST', 'The manifest is not the one that was anchored.');
  }
  if (receipt.blockNumber > finalized.number) {
    return answer('ANCHOR_NOT_FINAL', 'The anchor is on the chain but not yet final.');
  }
  const time = await chain.blockTime(receipt.blockNumber);
  if (time === null) {
    return answer('CHAIN_ANSWER_INVALID', 'The chain server does not have the block it names.');
  }
  if (time !== anchor.time) {
    return answer('ANCHOR_OTHER_TIME', 'The anchor was made at another time than given.', time);
  }
  if (contract.lastHonestIndex !== null && anchor.index > contract.lastHonestIndex) {
    const reason = `This anchor was withdrawn: its contract ended at anchor ${contract.lastHonestIndex}.`;
    return answer('ANCHOR_WITHDRAWN', reason, time);
  }
  return answer('ANCHOR_FINALISED', `Anchored in block ${receipt.blockNumber}, final.`, time);
}
