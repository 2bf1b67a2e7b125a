import type { Database, Tx } from '@luna/database';
import { systemClock } from '@luna/runtime';
import type { Clock } from '@luna/runtime';
import type { Address, Hash } from 'viem';

import type { ChainClients } from '../chain-clients.ts';
import type { ChainSettings } from '../chain-settings.ts';
import { broadcastAttempts } from './broadcast-attempts.ts';
import type { SenderContext } from './context.ts';
import { createIntent } from './create-intent.ts';
import type { CreatedIntent, IntendedCall } from './create-intent.ts';
import { fillGaps } from './fill-gaps.ts';
import { listUnsettled } from './intent.ts';
import type { Intent } from './intent.ts';
import { settleIntents } from './settle-intents.ts';
import { signAttempt } from './sign-attempt.ts';
import type { SignOutcome } from './sign-attempt.ts';
import type { TransactionSigner } from './signer.ts';

export interface TransactionSenderOptions {
  /** As luna_indexer, or another writer of schema chain. */
  database: Database;
  clients: Pick<ChainClients, 'rpc' | 'settings'>;
  signer: TransactionSigner;
  clock?: Clock;
  /** Differences from the chain's settings: waits and fee caps. */
  settings?: Partial<ChainSettings>;
}

/** What one {@link TransactionSender.step} did. */
export interface StepResult {
  /** Transactions that may still be mined. */
  readonly unsettled: number;
  readonly signed: number;
  readonly broadcast: number;
  /** Purposes whose fees are above the chain's cap; they wait. */
  readonly waitingForFees: readonly string[];
  readonly settled: readonly Intent[];
}

/**
 * Sends each intended call exactly once, through any number of crashes: row, then signed bytes,
 * then broadcast, then learn from finalised blocks. Every step is callable by itself and may be
 * repeated; the truth is in schema `chain`, and this object only remembers what it sent itself.
 */
export class TransactionSender {
  readonly #context: SenderContext;
  readonly #sent = new Set<Hash>();

  constructor({
    database,
    clients,
    signer,
    clock = systemClock,
    settings,
  }: TransactionSenderOptions) {
    const merged = { ...clients.settings, ...settings };
    this.#context = { database, rpc: clients.rpc, settings: merged, signer, clock };
  }

  get address(): Address {
    return this.#context.signer.address;
  }

  /** The account's transaction count on the chain; ask it before the transaction that calls {@link create}. */
  chainNonce(): Promise<number> {
    return this.#context.rpc.transactionCount(this.address, 'latest');
  }

  /** Step 1, in the caller's transaction. See {@link createIntent}. */
  create(tx: Tx, call: IntendedCall, chainNonce: number): Promise<CreatedIntent> {
    const { settings } = this.#context;
    return createIntent(tx, { ...call, chainId: settings.id, signer: this.address, chainNonce });
  }

  /** Step 1 in a transaction of its own. */
  async submit(call: IntendedCall): Promise<CreatedIntent> {
    const chainNonce = await this.chainNonce();
    return this.#context.database.tx({}, (tx) => this.create(tx, call, chainNonce));
  }

  /** Step 2: sign and store, or sign a replacement. See {@link signAttempt}. */
  sign(intent: Intent): Promise<SignOutcome> {
    return signAttempt(this.#context, intent);
  }

  /** Step 3: give stored bytes to a node. See {@link broadcastAttempts}. */
  broadcast(intent: Intent): Promise<number> {
    return broadcastAttempts(this.#context, intent, this.#sent);
  }

  /** Step 4: settle what followed, finalised blocks say. See {@link settleIntents}. */
  settle(): Promise<Intent[]> {
    return settleIntents(this.#context);
  }

  /**
   * Moves everything of this signer forward once. Without unsettled intents it asks the chain
   * nothing and sends nothing.
   */
  async step(): Promise<StepResult> {
    const { database, settings } = this.#context;
    const unsettled = () => database.tx({}, (tx) => listUnsettled(tx, settings.id, this.address));
    if ((await unsettled()).length === 0) return IDLE;
    const settled = await this.settle();
    if ((await unsettled()).length > 0) await fillGaps(this.#context);
    let [signed, broadcast] = [0, 0];
    const waitingForFees: string[] = [];
    for (const intent of await unsettled()) {
      const outcome = await this.sign(intent);
      if (outcome === 'signed') signed += 1;
      if (outcome === 'fee-above-cap') waitingForFees.push(intent.purpose);
      broadcast += await this.broadcast(intent);
    }
    return { unsettled: (await unsettled()).length, signed, broadcast, waitingForFees, settled };
  }
}

const IDLE: StepResult = { unsettled: 0, signed: 0, broadcast: 0, waitingForFees: [], settled: [] };
