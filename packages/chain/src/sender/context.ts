import type { Database } from '@luna/database';
import type { Clock } from '@luna/runtime';

import type { ChainSettings } from '../chain-settings.ts';
import type { ChainRpc } from '../rpc/chain-rpc.ts';
import type { TransactionSigner } from './signer.ts';

/** What every step of sending needs. No transaction is ever open while a node is asked. */
export interface SenderContext {
  readonly database: Database;
  readonly rpc: ChainRpc;
  readonly settings: ChainSettings;
  readonly signer: TransactionSigner;
  readonly clock: Clock;
}
