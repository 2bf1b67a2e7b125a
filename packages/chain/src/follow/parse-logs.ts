import type { ChainLog, Header } from '../rpc/answers.ts';
import type { ChainRpc } from '../rpc/chain-rpc.ts';
import { parseContractEvent } from './contract-event.ts';
import type { AnchoredEvent, OtherEvent } from './contract-event.ts';
import { nodeLags } from './incidents.ts';

/** The events in these logs of one block; the receipt tells each log's place in its transaction. */
export async function parseLogs(
  rpc: ChainRpc,
  logs: readonly ChainLog[],
  header: Header,
): Promise<(AnchoredEvent | OtherEvent)[]> {
  const events = await Promise.all(logs.map((log) => parseLog(rpc, log, header)));
  return events.filter((event) => event !== null);
}

async function parseLog(rpc: ChainRpc, log: ChainLog, header: Header) {
  const receipt = await rpc.receipt(log.transactionHash);
  const logInTx = receipt?.logs.findIndex(({ logIndex }) => logIndex === log.logIndex) ?? -1;
  if (receipt?.blockHash !== header.hash || logInTx === -1) {
    throw nodeLags('its receipt does not hold a log of its own block');
  }
  return parseContractEvent(log, {
    contract: log.address,
    txHash: log.transactionHash,
    logInTx,
    blockNumber: header.number,
    blockHash: header.hash,
    logIndex: log.logIndex,
    blockTime: header.time,
  });
}
