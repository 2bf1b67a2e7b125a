import { connect } from '@luna/database';
import type { Database } from '@luna/database';
import { createTestDatabase, startAnvil } from '@luna/local/testing';
import type { TestDatabase } from '@luna/local/testing';

import { createChainClients } from '../chain-clients.ts';
import type { ChainClients } from '../chain-clients.ts';
import { forgetDevelopmentChain } from '../follow/forget-development-chain.ts';

/** A fresh development chain and a fresh database, with everything that talks to them. */
export interface Lab {
  readonly url: string;
  readonly clients: ChainClients;
  /** As luna_indexer. */
  readonly database: Database;
  readonly testDatabase: TestDatabase;
  /** Any JSON-RPC call to the chain itself. */
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Clients that ask other nodes, such as a proxy, about the same chain. */
  clientsOf(...urls: string[]): ChainClients;
  /** Chain and records as at the beginning; cheaper than another lab. The development chain only. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function openLab({ chainId = 31_337 }: { chainId?: number } = {}): Promise<Lab> {
  const [anvil, testDatabase] = await Promise.all([startAnvil({ chainId }), createTestDatabase()]);
  const database = await connect({ url: testDatabase.indexerUrl, poolSize: 4 });
  const clientsOf = (...urls: string[]) => createChainClients({ chainId, urls });
  const clients = clientsOf(anvil.url);
  return {
    url: anvil.url,
    clients,
    database,
    testDatabase,
    clientsOf,
    rpc: (method, params = []) => callRpc(anvil.url, method, params),
    reset: async () => {
      await callRpc(anvil.url, 'anvil_reset', []);
      await callRpc(anvil.url, 'evm_setAutomine', [true]);
      await database.tx({}, (tx) => forgetDevelopmentChain(tx, chainId));
    },
    close: async () => {
      await database.close();
      await Promise.all([testDatabase.drop(), anvil.stop()]);
    },
  };
}

async function callRpc(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'result' in answer) return answer.result;
  throw new Error(`${method}: ${JSON.stringify(answer)}`);
}
