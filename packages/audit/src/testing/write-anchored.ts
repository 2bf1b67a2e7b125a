import { connect, type Tx } from '@luna/database';
import type { Stand } from '@luna/indexer/testing';
import { anchorEverything } from './anchor-everything.ts';

/** Lets the application write, and then the indexer anchor all of it. */
export async function writeAnchored(
  stand: Stand,
  organizationId: string,
  write: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const app = await connect({ url: stand.appUrl, poolSize: 1 });
  await app.tx({ organizationId }, write);
  await app.close();
  await anchorEverything(stand);
}
