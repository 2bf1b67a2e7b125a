import { listAnchors } from '@luna/chain';
import { bigint, connect } from '@luna/database';
import { startIndexer } from '@luna/indexer';
import type { Stand } from '@luna/indexer/testing';
import { createLogger } from '@luna/runtime';
import { expect, vi } from 'vitest';
import { z } from 'zod';

const counted = z.object({ n: bigint });

/** Runs the indexer until a final anchor covers every event, and stops it. */
export async function anchorEverything(stand: Stand): Promise<void> {
  const app = await connect({ url: stand.appUrl, poolSize: 1 });
  const indexer = await startIndexer(
    stand.config,
    createLogger({ name: 'indexer', level: 'fatal' }),
  );
  await vi.waitFor(
    async () => {
      const events = await app.tx({}, (tx) =>
        tx.row(counted, 'SELECT count(*) AS n FROM ledger.event'),
      );
      const anchors = await app.tx({}, (tx) => listAnchors(tx, stand.config.CHAIN_ID));
      expect(anchors.findLast((anchor) => anchor.finalised)?.size).toBe(events?.n);
    },
    { timeout: 30_000, interval: 200 },
  );
  await indexer.stop();
  await app.close();
}
